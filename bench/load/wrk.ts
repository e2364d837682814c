import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findProgram } from '../../fleet/find.js';
import { CORE, used } from '../cores.js';
import type { Reading } from '../row.js';

/** Connections: enough that the server never waits, few enough that none waits for long. */
const CONNECTIONS = 64;
const SECONDS = 2;

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
 * The same GET again and again over kept connections, for two seconds; requests a second. wrk is used where
 * autocannon would be full before the server is.
 * @throws Error when an answer is an error
 */
export async function getAgain({ url, headers, pids, script }: Target): Promise<Reading> {
  const args = ['-c', CORE.load, 'wrk', '-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (script) {
    const [file, ...given] = script;
    args.push('-s', fileURLToPath(new URL(`../../../bench/load/${file}`, import.meta.url)));
    args.push(url, '--', ...given);
  } else args.push(url);
  const { done, cores } = await used(pids, [], () => promisify(execFile)('taskset', args));
  const rate = Number(/Requests\/sec:\s+([\d.]+)/.exec(done.stdout)?.[1]);
  const wrong = /Non-2xx[^\n]*|Socket errors[^\n]*/.exec(done.stdout)?.[0];
  if (wrong || !(rate > 0)) throw new Error(`${url}: ${wrong ?? done.stdout}`);
  return { values: { '': rate }, cores };
}
