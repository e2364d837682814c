import type { Scope } from '../store.js';
import { KIND, keyOf } from './keys.js';
import { homeOf } from './places.js';
import type { Reads } from './tree.js';

/** How far a stream is. */
export interface Head {
  /** Of its newest event. */
  seq: number;
  /** Its own, when it was loaded from elsewhere; null: the store's. */
  epoch: string | null;
}

export function headOf(reads: Reads, scope: Scope): Head {
  return headIn(reads.get(keyOf(KIND.head, ...homeOf(scope))) ?? '0');
}

/** `12`, or `12 epoch`. */
export function headIn(text: string): Head {
  const end = text.indexOf(' ');
  if (end < 0) return { seq: Number(text), epoch: null };
  return { seq: Number(text.slice(0, end)), epoch: text.slice(end + 1) };
}

export function headText({ seq, epoch }: Head): string {
  return epoch === null ? String(seq) : `${seq} ${epoch}`;
}
