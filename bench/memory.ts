import { readFile } from 'node:fs/promises';

/** Linux's on all machines that we know. */
const PAGE = 4096;

/** What servers and the kernel hold, in bytes. */
export interface Held {
  /** Resident memory of the servers' processes. */
  processes: number;
  /** The kernel's own objects, and what waits in its sockets, of the whole machine. */
  kernel: number;
}

export async function heldBy(pids: readonly number[]): Promise<Held> {
  let pages = 0;
  for (const pid of pids) {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    pages += Number(resident);
  }
  const sockets = await readFile('/proc/net/sockstat', 'utf8');
  const waiting = Number(/^TCP:.* mem (\d+)/m.exec(sockets)?.[1] ?? 0);
  return { processes: PAGE * pages, kernel: (await memory('Slab')) + PAGE * waiting };
}

/** What can still be had without taking it from somebody; bytes. */
export function available(): Promise<number> {
  return memory('MemAvailable');
}

async function memory(name: 'Slab' | 'MemAvailable'): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8');
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}
