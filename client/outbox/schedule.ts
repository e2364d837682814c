import type { Entry } from './entry.js';
import { makes, mentions } from './subjects.js';

/** Which entries may be sent now. */
export interface Schedule {
  /** Sent, and not answered. */
  inFlight: ReadonlySet<string>;
  /** Not before its time, ms. */
  notBefore: ReadonlyMap<string, number>;
  now: number;
  atMost: number;
}

/**
 * The entries to be sent next: in their order, and each only when all before it that are about the same thing
 * are settled. One that has to wait keeps back only what is about its own order, table or ticket.
 */
export function due(entries: readonly Entry[], schedule: Schedule): Entry[] {
  const { inFlight, notBefore, now, atMost } = schedule;
  const taken = new Set<string>();
  const chosen: Entry[] = [];
  for (const entry of entries) {
    if (chosen.length >= atMost) break;
    const free = entry.keys.every((key) => !taken.has(key));
    for (const key of entry.keys) taken.add(key);
    if (free && !inFlight.has(entry.id) && (notBefore.get(entry.id) ?? 0) <= now)
      chosen.push(entry);
  }
  return chosen;
}

/** The waiting entries that speak of what a dead one would have made, and so can never be carried out either. */
export function orphansOf(dead: Entry, waiting: readonly Entry[]): Entry[] {
  const missing = new Set(makes(dead.type, dead.body));
  const orphans: Entry[] = [];
  for (const entry of waiting) {
    if (entry.place <= dead.place || !mentions(entry.body, missing)) continue;
    orphans.push(entry);
    for (const id of makes(entry.type, entry.body)) missing.add(id);
  }
  return orphans;
}
