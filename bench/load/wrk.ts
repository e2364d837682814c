import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram } from '../../fleet/find.js';
import { CORE, used } from '../cores.js';
import type { Reading } from '../row.js';

/** Connections: enough that the server never waits, few enough that none waits for long. */
const CONNECTIONS = 64;
/** Short rounds, and more of them, come between the swings of a machine that others use. */
const SECONDS = 1;
export const SHORT_ROUNDS = 7;
const MICROSECONDS = 1e6;

export function wrkMissing(): string | null {
  return findProgram('wrk') ? null : 'wrk is not installed (apt-get install -y wrk)';
}

export interface Target {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Of the server that answers. */
  pids: readonly number[];
  /** A script of bench/load/ that makes other requests of it, and what the script is given. */
  script?: readonly [file: string, ...given: string[]];
}

/**
 * The same GET again and again over kept connections; requests a second, and as `cpu` the µs of CPU time that the
 * server spent on each. wrk is used where autocannon would be full before the server is.
 * @param seconds whole ones: wrk counts no others
 * @throws Error when an answer is an error
 */
export async function getAgain(
  { url, headers, pids, script }: Target,
  seconds = SECONDS,
): Promise<Reading> {
  const args = ['-c', CORE.load, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (script) {
    const [file, ...given] = script;
    args.push('-s', fileURLToPath(new URL(`../../../bench/load/${file}`, import.meta.url)));
    args.push(url, '--', ...given);
  } else args.push(url);
  const { done, cores, cpu } = await used(pids, [], () => promisify(execFile)('taskset', args));
  const { rate, requests } = toldBy(url, done.stdout);
  return { values: { '': rate, cpu: (MICROSECONDS * cpu) / requests }, cores };
}

/** What wrk says it did. @throws Error when an answer was an error, or there was none */
export function toldBy(url: string, text: string): { rate: number; requests: number } {
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(text)?.[1]);
  const requests = Number(/(\d+) requests in /.exec(text)?.[1]);
  const wrong = /Non-2xx[^\n]*|Socket errors[^\n]*/.exec(text)?.[0];
  if (wrong || !(rate > 0) || !(requests > 0)) throw new Error(`${url}: ${wrong ?? text}`);
  return { rate, requests };
}
