import { setTimeout as delay } from 'node:timers/promises';
import { contestOf, type Keep, within } from '../contest.js';
import { used } from '../cores.js';
import { Crowd, MOST_EACH } from '../load/crowd.js';
import type { Door } from '../load/door.js';
import { available } from '../memory.js';
import type { Reading, Row, Tell } from '../row.js';
import { EACH_WORKER, hold, listening, watched } from '../held.js';

const WANTED = 1_000_000;
/** Left to the machine; bytes. */
const SPARE = 1.5e9;
/** A position every 3 s would be more for a million sockets than two cores write and read. */
const TIME = { heartbeatMs: 30_000, watchMs: 65_000 };
const BRIEF = { heartbeatMs: 30_000, watchMs: 0 };
/**
 * The load shares its core among all its processes: while they read a heartbeat of 400,000 sockets, one that has to
 * say hello may be later than the 5 s that a server gives it. It comes again, as every screen does; so often for each
 * process.
 */
const AGAIN = 2_000;
/** Workers are started for so many times the sockets that ought to fit: what was reckoned is not exact. */
const HOPE = 1.1;
/** How long sockets may be added, and how long none may come in; ms. */
const OPENING_MS = 500_000;
const STALL_MS = 30_000;
const LOOK_MS = 500;

export const most: Row = {
  name: 'sockets.most',
  group: 'sockets',
  what: `as many screens as fit, up to ${WANTED}, by processes of ${EACH_WORKER}: until ${SPARE / 1e9} GB are left, one is turned away for good, or none came in for ${STALL_MS / 1000} s; what a socket takes of the machine, with both its ends and its part of the processes, and how late positions come every ${TIME.heartbeatMs / 1000} s`,
  unit: 'sockets',
  units: { bytes: 'bytes', accept: 's', posLate: 'ms', posLatest: 'ms' },
  rounds: 1,
  aside: true,
  seconds: 12 * 60,
  goals: [
    { figure: 'posLatest', against: 'ours', atMost: TIME.heartbeatMs / 10 },
    { figure: 'lost', against: 'ours', atMost: 0 },
  ],
  waitsFor: 'the heartbeat',
  open: (_, tell) => contestOf(async () => ({ ours: () => within((keep) => fit(keep, tell)) })),
};

async function fit(keep: Keep, tell: Tell): Promise<Reading> {
  tell('what sockets take with their processes');
  const whole = await wholeOf();
  const before = await available();
  const sockets = Math.min(WANTED, (before - SPARE) / whole);
  const workers = Math.max(1, Math.ceil((HOPE * sockets) / EACH_WORKER));
  tell(`${workers} workers start`);
  const server = await listening(keep, workers, TIME.heartbeatMs);
  const crowd = keep(new Crowd());
  let end = '';
  const { done, cores } = await used(server.pids, [], async () => {
    const began = performance.now();
    const room = Math.min(WANTED, workers * EACH_WORKER);
    end = await fillUp({ crowd, available, tell }, server.door, room);
    const accept = (performance.now() - began) / 1000;
    const held = await crowd.held();
    tell(`${held} sockets are held: ${end}`);
    const bytes = (before - (await available())) / held;
    return { '': held, bytes, accept, ...(await watched(crowd, TIME)) };
  });
  return { values: done, cores, bounds: { '': end } };
}

/** Bytes of the machine that a socket takes more: with both its ends, and its part of a worker and of a load. */
async function wholeOf(): Promise<number> {
  const [few, more] = [EACH_WORKER, 3 * EACH_WORKER];
  const spent = async (count: number) => (await within((keep) => hold(keep, count, BRIEF))).spent;
  return ((await spent(more)) - (await spent(few))) / (more - few);
}

export interface Filling {
  crowd: Pick<Crowd, 'open' | 'held'>;
  /** Bytes that the machine has left. */
  available(): Promise<number>;
  tell: Tell;
  openingMs?: number;
  stallMs?: number;
}

/** Adds screens until there are so many, or something gives in; answers what. */
export async function fillUp(parts: Filling, door: Door, wanted: number): Promise<string> {
  const { crowd, tell, openingMs = OPENING_MS, stallMs = STALL_MS } = parts;
  const began = performance.now();
  let seen = 0;
  let seenAt = began;
  for (let asked = 0; asked < wanted; ) {
    const next = Math.min(MOST_EACH, wanted - asked);
    asked += next;
    let ended: string | null = null;
    crowd.open([door], next, AGAIN).then(
      () => {
        ended = '';
      },
      (error: Error) => {
        ended = error.message;
      },
    );
    while (ended === null) {
      await delay(Math.min(LOOK_MS, stallMs));
      const now = performance.now();
      const held = await crowd.held();
      if (held > seen) [seen, seenAt] = [held, now];
      tell(`${seen.toLocaleString('en-US')} sockets`);
      if ((await parts.available()) < SPARE) return 'memory';
      if (ended === null && now - seenAt > stallMs) return 'no more came in';
      if (now - began > openingMs) return 'the time for it';
    }
    if (ended !== '') return ended;
  }
  return 'the plan';
}
