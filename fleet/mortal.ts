import { findProgram } from './find.js';

const setpriv = findProgram('setpriv');

/**
 * A program and its arguments as `spawn` takes them, so that it ends when we are killed and cannot end it
 * ourselves. Only Linux can do so; elsewhere it is left behind.
 */
export function mortal(program: string, args: readonly string[]): [string, string[]] {
  return setpriv ? [setpriv, ['--pdeathsig', 'TERM', program, ...args]] : [program, [...args]];
}
