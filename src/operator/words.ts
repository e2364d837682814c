import type { Closing } from './archive/lines.js';
import { type Counts, sumOf } from './archive/checksum.js';

export function numbered(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}

/** Of an organization that was written or read. */
export function sectionLine({ id, counts, sha256 }: Closing): string {
  return `${id}: ${countsLine(counts)}, sha256 ${sha256}`;
}

export function countsLine(counts: Counts): string {
  const kinds = Object.entries(counts).map(([kind, count]) => numbered(count, kind));
  return `${numbered(sumOf(counts), 'record')} (${kinds.join(', ')})`;
}

/** With a unit that leaves it three digits. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
