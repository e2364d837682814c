import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc, on every Linux that Node runs on. */
const TICKS = 100;

/** Servers have the first core to themselves, the load and we the second; on more cores as well. */
export const CORE = { server: '0', load: '1' } as const;

/** Keeps a process, with all its threads, on one core. */
export function pin(pid: number, core: string): void {
  execFileSync('taskset', ['-acp', core, String(pid)], { stdio: 'ignore' });
}

/** Seconds of CPU time that these processes used since they began. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + fields(pid, 11, 12), 0);
}

/** Seconds of CPU time that those of our children used that have ended. */
export function endedSeconds(): number {
  return fields(process.pid, 13, 14);
}

/** Two of the fields of /proc/<pid>/stat behind the name, added up (proc(5)). */
function fields(pid: number, first: number, second: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(values[first]) + Number(values[second])) / TICKS;
}

/** How many cores the server and the load used while the work was done. */
export async function used<T>(
  server: readonly number[],
  load: readonly number[],
  work: () => Promise<T>,
): Promise<{ done: T; cores: { server: number; load: number } }> {
  const began = performance.now();
  const before = { server: cpuSeconds(server), load: cpuSeconds(load) + endedSeconds() };
  const done = await work();
  const seconds = (performance.now() - began) / 1000;
  return {
    done,
    cores: {
      server: (cpuSeconds(server) - before.server) / seconds,
      load: (cpuSeconds(load) + endedSeconds() - before.load) / seconds,
    },
  };
}
