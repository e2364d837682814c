import { createHash } from 'node:crypto';
import type { StoredRecord } from '../../db/archive.js';
import type { Fields } from './fields.js';

/** Lines are hashed in pieces of this many characters. */
const PIECE = 64 * 1024;

const KINDS = ['document', 'event', 'command', 'counter', 'head'] as const;

/** How many records of each kind. */
export type Counts = Record<StoredRecord['kind'], number>;

export function nothing(): Counts {
  return { document: 0, event: 0, command: 0, counter: 0, head: 0 };
}

export function countsIn(fields: Fields): Counts {
  const counts = nothing();
  for (const kind of KINDS) counts[kind] = fields.count(kind);
  return counts;
}

export function sumOf(counts: Counts): number {
  return KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}

/** What records are told apart by: how many they are of each kind, and the SHA-256 of their lines. */
export class Checksum {
  readonly counts = nothing();
  readonly #hash = createHash('sha256');
  #lines = '';

  count({ kind }: StoredRecord): void {
    this.counts[kind]++;
  }

  /** Lines with their ends, in UTF-8. */
  add(lines: Buffer): void {
    this.#addLines();
    this.#hash.update(lines);
  }

  /** A line without its end, that nobody else needs as bytes. */
  addLine(line: string): void {
    this.#lines += `${line}\n`;
    if (this.#lines.length >= PIECE) this.#addLines();
  }

  end(): { counts: Counts; sha256: string } {
    this.#addLines();
    return { counts: this.counts, sha256: this.#hash.digest('hex') };
  }

  #addLines(): void {
    this.#hash.update(this.#lines);
    this.#lines = '';
  }
}

export function isSame(
  a: { counts: Counts; sha256: string },
  b: { counts: Counts; sha256: string },
): boolean {
  return a.sha256 === b.sha256 && KINDS.every((kind) => a.counts[kind] === b.counts[kind]);
}

/** Adds to the sum over several organizations. */
export function addTo(sum: Counts, counts: Counts): void {
  for (const kind of KINDS) sum[kind] += counts[kind];
}
