import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Child } from '../../fleet/child.js';
import { CORE, endedSeconds } from '../cores.js';

const SERVER = fileURLToPath(new URL('../../src/server.js', import.meta.url));

/** What one command took. */
export interface Took {
  seconds: number;
  /** Seconds of CPU time, of all its threads. */
  cpu: number;
}

/** Runs `kotd …` as an operator does, on the servers' core. @throws Error when it fails */
export async function kotd(args: readonly string[], data: string): Promise<Took> {
  const { PATH, HOME } = process.env;
  const [began, cpuBefore] = [performance.now(), endedSeconds()];
  const child = new Child('taskset', ['-c', CORE.server, process.execPath, SERVER, ...args], {
    PATH,
    HOME,
    KOTD_DATA: data,
  });
  const [code] = (await once(child.process, 'close')) as [number | null];
  if (code !== 0) throw new Error(`kotd ${args.join(' ')} ended with ${code}: ${child.output}`);
  const seconds = (performance.now() - began) / 1000;
  return { seconds, cpu: endedSeconds() - cpuBefore };
}
