import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

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
  return pids.reduce((sum, pid) => sum + secondsOf(pid), 0);
}

/** What one thread, with the process's own number that of JavaScript, had of cores since it began; seconds. */
export function threadTime(pid: number, thread = pid): { busy: number; waited: number } {
  // In ns, where ticks would make one part in a hundred of a reading of a second.
  const stat = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8');
  const [busy = 0, waited = 0] = stat.split(' ').map((ns) => Number(ns) / 1e9);
  return { busy, waited };
}

/** How much of its CPU time that thread spent in the kernel: seconds, in whole ticks. */
export function kernelSeconds(pid: number, thread = pid): number {
  return fields(`${pid}/task/${thread}`, 12);
}

/** Seconds of CPU time that those of our children used that have ended. */
export function endedSeconds(): number {
  return fields('self', 13, 14);
}

function secondsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).map(Number);
  try {
    return threads.reduce((sum, thread) => sum + threadTime(pid, thread).busy, 0);
  } catch (error) {
    // A kernel that does not count so (CONFIG_SCHED_INFO), or a thread that has just ended.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return fields(String(pid), 11, 12);
  }
}

/** Fields of /proc/<whose>/stat behind the name, added up (proc(5)). */
function fields(whose: string, ...wanted: readonly number[]): number {
  const stat = readFileSync(`/proc/${whose}/stat`, 'utf8');
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return wanted.reduce((sum, at) => sum + Number(values[at]), 0) / TICKS;
}

/** What the server and the load used while the work was done. */
export interface Used<T> {
  done: T;
  /** How many cores, on average. */
  cores: { server: number; load: number };
  /** Seconds of the server's CPU time. */
  cpu: number;
}

/** Does the work, and sees what it took. */
export async function used<T>(
  server: readonly number[],
  load: readonly number[],
  work: () => Promise<T>,
): Promise<Used<T>> {
  const began = performance.now();
  const before = { server: cpuSeconds(server), load: cpuSeconds(load) + endedSeconds() };
  const done = await work();
  const seconds = (performance.now() - began) / 1000;
  const cpu = cpuSeconds(server) - before.server;
  return {
    done,
    cores: {
      server: cpu / seconds,
      load: (cpuSeconds(load) + endedSeconds() - before.load) / seconds,
    },
    cpu,
  };
}
