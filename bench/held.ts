import { setTimeout as delay } from 'node:timers/promises';
import type { Keep } from './contest.js';
import { used } from './cores.js';
import { helloOf } from './kotd/hello.js';
import { Kotd } from './kotd/server.js';
import { Crowd } from './load/crowd.js';
import type { Door } from './load/door.js';
import { available, heldBy } from './memory.js';
import type { Reading } from './row.js';

/** On average: which worker a connection comes to is the kernel's choice. */
export const EACH_WORKER = 17_000;
/** Until what the sockets left behind when they opened is gone. */
const SETTLE_MS = 1500;
/** The heartbeat of kotd as it comes, and five minutes of it. */
export const LONG = { heartbeatMs: 3000, watchMs: 300_000 };

export type Values = Record<string, number>;

/** A server, and how screens come into it. */
export interface Listening {
  pids: readonly number[];
  door: Door;
}

/** What was seen while the sockets were held. */
export interface Holding extends Reading {
  /** What the machine had less for it, of both ends of the sockets; bytes. */
  spent: number;
}

/** Lets so many screens listen to a kotd for a while. */
export async function hold(keep: Keep, count: number, time: typeof LONG): Promise<Holding> {
  const before = await available();
  const server = await listening(keep, Math.ceil(count / EACH_WORKER), time.heartbeatMs);
  const crowd = keep(new Crowd());
  const { done, cores } = await used(server.pids, [], async () => {
    const values = await filled(server, crowd, count);
    return { ...values, ...(await watched(crowd, time)) };
  });
  return { values: done, cores, spent: before - (await available()) };
}

export async function listening(
  keep: Keep,
  workers: number,
  heartbeatMs: number,
): Promise<Listening> {
  const settings = { KOTD_HEARTBEAT_MS: String(heartbeatMs) };
  const kotd = keep(await Kotd.start({ workers, settings }));
  const place = { port: Number(new URL(kotd.url).port) };
  const hello = await helloOf(kotd.house, ['floor']);
  return { pids: kotd.pids, door: { place, dialect: 'kotd', hello } };
}

/** Opens the sockets, and sees what each takes. Both its ends are on this machine, and are alike to the kernel. */
export async function filled(
  { pids, door }: Listening,
  crowd: Crowd,
  count: number,
): Promise<Values> {
  // What a first socket makes of the program is not what one takes; nor is the process of the load.
  await crowd.open([door], 1);
  await delay(SETTLE_MS);
  const before = await heldBy(pids);
  const accept = await crowd.open([door], count);
  const held = (await crowd.held()) - 1;
  await delay(SETTLE_MS);
  const after = await heldBy(pids);
  const process = (after.processes - before.processes) / held;
  const kernel = (after.kernel - before.kernel) / held / 2;
  return { '': process + kernel, process, accept };
}

/** How late positions come for a while, also those that do not come; and the sockets that were lost, ever. */
export async function watched(crowd: Crowd, { heartbeatMs, watchMs }: typeof LONG) {
  await crowd.watchTime(heartbeatMs);
  await delay(watchMs);
  const { p99, most, lost } = await crowd.lateness();
  return { posLate: p99, posLatest: most, lost };
}
