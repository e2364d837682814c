import type { Frame } from './fold.js';
import { roomOf } from './places.js';

/** µs in the functions of a group themselves, and with all that they called. */
export interface Share {
  group: string;
  self: number;
  inclusive: number;
}

/** Least share of the whole that a line of the table has, in itself or with what it called. */
const LEAST = 0.01;

/**
 * What each group has, those with most of their own first. A group that calls itself through others counts once.
 * @param groupOf the group of a place; '' for none
 */
export function sharesOf(root: Frame, groupOf: (place: string) => string): Share[] {
  const shares = new Map<string, Share>();
  const under = new Set<string>();
  walk(root);
  return [...shares.values()].sort((a, b) => b.self - a.self || b.inclusive - a.inclusive);

  function walk({ place, self, total, callees }: Frame): void {
    const group = groupOf(place);
    const first = group !== '' && !under.has(group);
    if (group !== '') {
      const share = shares.get(group) ?? { group, self: 0, inclusive: 0 };
      shares.set(group, share);
      share.self += self;
      if (first) share.inclusive += total;
    }
    if (first) under.add(group);
    for (const callee of callees) walk(callee);
    if (first) under.delete(group);
  }
}

/** Where the time goes, by room and by file, as docs/performance.md shows it. */
export function tables(root: Frame): string {
  const files = (place: string) => place;
  return [section('room', root, roomOf), section('file', root, files)].join('\n\n');
}

function section(head: string, root: Frame, groupOf: (place: string) => string): string {
  const percent = (time: number) => `${((100 * time) / root.total).toFixed(1)} %`;
  const lines = sharesOf(root, groupOf)
    .filter(({ self, inclusive }) => Math.max(self, inclusive) >= LEAST * root.total)
    .map(({ group, self, inclusive }) => `| ${group} | ${percent(self)} | ${percent(inclusive)} |`);
  return [`| ${head} | itself | with what it calls |`, '|---|---|---|', ...lines].join('\n');
}
