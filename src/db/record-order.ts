import type { Collection } from '../domain/decision.js';
import type { StoredRecord } from './archive.js';
import { COLLECTIONS } from './collections.js';

const isCollection = (name: string): name is Collection => name in COLLECTIONS;

/**
 * The collections that come first, in the order of `dump`. What leads to an organization comes behind all that
 * it leads to: login, then organization. What else is the system's (pairing codes, good for minutes) is in no dump.
 */
export const INNER: readonly Collection[] = Object.keys(COLLECTIONS)
  .filter(isCollection)
  .filter((name) => COLLECTIONS[name].level !== 'system' && name !== 'organization');

const RANKS: ReadonlyMap<Collection, number> = new Map([
  ...INNER.map((name, i) => [name, i] as const),
  ['login', INNER.length + 3] as const,
  ['organization', INNER.length + 4] as const,
]);

/**
 * The order of records in every dump: documents, streams with their heads behind them, answers of
 * commands, counters, logins, the organization. Within each by outlet, then by number or by id in the
 * order of code points, as stores hold them. Two dumps can so be merged like two sorted lists.
 */
export function compareRecords(a: StoredRecord, b: StoredRecord): number {
  return (
    rankOf(a) - rankOf(b) ||
    compareOutlets(outletOf(a), outletOf(b)) ||
    seqOf(a) - seqOf(b) ||
    compareCodePoints(nameOf(a), nameOf(b))
  );
}

function rankOf(record: StoredRecord): number {
  if (record.kind === 'document') return RANKS.get(record.collection) ?? 0;
  if (record.kind === 'command') return INNER.length + 1;
  return record.kind === 'counter' ? INNER.length + 2 : INNER.length;
}

function outletOf(record: StoredRecord): string | null {
  return record.kind === 'command' ? null : record.outletId;
}

function seqOf(record: StoredRecord): number {
  if (record.kind === 'event') return record.seq;
  return record.kind === 'head' ? Number.MAX_SAFE_INTEGER : 0;
}

function nameOf(record: StoredRecord): string {
  if (record.kind === 'document' || record.kind === 'command') return record.id;
  return record.kind === 'counter' ? record.name : '';
}

/** null, the organization itself, comes first. */
export function compareOutlets(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return compareCodePoints(a, b);
}

/** JavaScript compares UTF-16 units, which puts what lies beyond U+FFFF before U+E000. */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  if (/[\ud800-\udfff]/.test(a) || /[\ud800-\udfff]/.test(b)) {
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a < b ? -1 : 1;
}
