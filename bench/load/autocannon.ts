import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CORE, used } from '../cores.js';
import type { Reading } from '../row.js';
import type { Target } from './wrk.js';

const PROGRAM = fileURLToPath(
  new URL('../../../bench/peers/node_modules/.bin/autocannon', import.meta.url),
);
/** Terminals that each wait for their answer before they send the next order. */
export const TERMINALS = 64;
const SECONDS = 1;
const MICROSECONDS = 1e6;

export interface Posting extends Omit<Target, 'script'> {
  body: string;
}

/** What autocannon says with `-j`, as far as it matters here. */
export interface Said {
  /** Seconds that it took. */
  duration: number;
  '2xx': number;
  non2xx: number;
  errors: number;
  timeouts: number;
}

/**
 * Posts the same body again and again, each time as another command; answers a second, and as `cpu` the µs of CPU
 * time that the server spent on each.
 * @param seconds whole ones
 * @throws Error when an answer is an error
 */
export async function postAgain(
  { url, headers, pids, body }: Posting,
  seconds = SECONDS,
): Promise<Reading> {
  const args = ['-c', CORE.load, process.execPath, PROGRAM, '-j', '-n'];
  args.push('-c', String(TERMINALS), '-d', String(seconds), '-m', 'POST', '-b', body, '-I');
  // An argument that ends with a bracket is something else to autocannon.
  const id = '[<id>]/5';
  const all = { ...headers, 'content-type': 'application/json', 'idempotency-key': id };
  for (const [name, value] of Object.entries(all)) args.push('-H', `${name}: ${value}`);
  const { done, cores, cpu } = await used(pids, [], () =>
    promisify(execFile)('taskset', [...args, url]),
  );
  const said = JSON.parse(done.stdout) as Said;
  const rate = rateOf(url, said);
  return { values: { '': rate, cpu: (MICROSECONDS * cpu) / said['2xx'] }, cores };
}

/** Good answers a second. @throws Error when there was another, or none */
export function rateOf(url: string, said: Said): number {
  const { duration, non2xx, errors, timeouts } = said;
  const wrong = non2xx + errors + timeouts;
  if (wrong > 0 || said['2xx'] === 0) {
    const good = said['2xx'];
    throw new Error(`${url}: ${good} answers, ${non2xx} refusals, ${errors} errors`);
  }
  return said['2xx'] / duration;
}
