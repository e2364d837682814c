import { setTimeout as delay } from 'node:timers/promises';
import type { Collection, Db, Filter, ServerSessionId } from 'mongodb';
import { KEPT } from './layout.js';

/** How often a worker says that it is there, in ms. */
export const BEAT_MS = 1_000;
/** A worker that has not said so for so long is gone, or might as well be, in ms. */
export const ABSENT_MS = 3_500;

const PREFIX = 'worker:';
/** The first text behind all that begin with the prefix. */
const END = 'worker;';

/** A worker on the roll: in `meta`, under its own name. */
export interface Present {
  _id: string;
  /** Of the server's clock. */
  at: Date;
  /** Those in which its transactions run. */
  sessions: ServerSessionId[];
  /** Whose worker it is. Missing: of a program that only commits, or of an older kotd. */
  box?: string;
}

export const ANYBODY: Filter<Present> = { _id: { $gte: PREFIX, $lt: END } };

export function nameOnRoll(unique: string): string {
  return `${PREFIX}${unique}`;
}

export function rollIn(db: Db): Collection<Present> {
  // What another worker reads a moment later is soon enough, and costs no wait for disks.
  return db.collection<Present>(KEPT.meta, { writeConcern: { w: 1 } });
}

/**
 * The boxes whose workers are there: those who say so again while it is listened, as long as one may be silent.
 * A worker that is frozen, or cut off from the database, is not heard.
 */
export async function boxesHeard(db: Db): Promise<string[]> {
  const roll = rollIn(db);
  const before = await roll.find(ANYBODY).toArray();
  if (before.length === 0) return [];
  await delay(ABSENT_MS);
  const said = new Map(before.map(({ _id, at }) => [_id, at.getTime()]));
  const now = await roll.find(ANYBODY).toArray();
  const heard = now.filter(({ _id, at }) => at.getTime() !== said.get(_id));
  return [...new Set(heard.map(({ box = 'a box without a name' }) => box))].sort();
}
