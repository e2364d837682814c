import { readFile } from 'node:fs/promises';

/** Linux's on all machines that we know. */
const PAGE = 4096;

/** What servers and the kernel hold, in bytes. */
export interface Held {
  /** Resident memory of the servers' processes. */
  processes: number;
  /** The kernel's own objects for the sockets of the whole machine, both ends, and what waits in them. */
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
  return { processes: PAGE * pages, kernel: (await slabs()) + PAGE * waiting };
}

/**
 * What each socket takes of the kernel besides its bytes. Files that come and go meanwhile move dentries and
 * inodes by far more than all sockets together, so those are left out where the kernel tells them apart, as it
 * does to root.
 */
const OF_SOCKETS = ['TCP', 'TCPv6', 'sock_inode_cache', 'filp', 'eventpoll_epi'];

async function slabs(): Promise<number> {
  const table = await readFile('/proc/slabinfo', 'utf8').catch(() => null);
  return table === null ? await memory('Slab') : slabsOfSockets(table);
}

/** @param table lines of `name <active objects> <objects> <bytes of one> …` */
export function slabsOfSockets(table: string): number {
  let bytes = 0;
  for (const line of table.split('\n')) {
    const [name = '', active, , size] = line.split(/\s+/);
    if (OF_SOCKETS.includes(name)) bytes += Number(active) * Number(size);
  }
  return bytes;
}

/** What can still be had without taking it from somebody; bytes. */
export function available(): Promise<number> {
  return memory('MemAvailable');
}

async function memory(name: 'Slab' | 'MemAvailable'): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8');
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);
}
