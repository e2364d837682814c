import type { Card } from './cards.js';
import { rank } from './tickets.js';

/** Portions of one dish over all tickets of a station. */
export interface Total {
  readonly key: string;
  readonly name: string;
  readonly variantName: string | null;
  readonly portions: number;
  /** Of these, how many somebody has begun with. */
  readonly begun: number;
}

export interface StationTotals {
  readonly stationId: string;
  readonly totals: readonly Total[];
}

/**
 * What has to be cooked in all, by station, item and variant, the most first. What is ready is cooked, and what
 * was taken back is not wanted.
 * @param stationIds in the order in which they are shown; those with nothing to cook are left out
 */
export function allDay(cards: readonly Card[], stationIds: readonly string[]): StationTotals[] {
  const dishes = cards
    .flatMap((card) => card.dishes)
    .filter(({ left, state }) => left > 0 && rank(state) < rank('ready'));
  return stationIds
    .map((stationId) => {
      const totals = new Map<string, Total>();
      for (const { stationId: of, name, variantName, left, state } of dishes) {
        if (of !== stationId) continue;
        const key = `${name}\n${variantName ?? ''}`;
        const known = totals.get(key) ?? { key, name, variantName, portions: 0, begun: 0 };
        const begun = known.begun + (state === 'started' ? left : 0);
        totals.set(key, { ...known, portions: known.portions + left, begun });
      }
      return { stationId, totals: [...totals.values()].sort(mostFirst) };
    })
    .filter(({ totals }) => totals.length > 0);
}

function mostFirst(a: Total, b: Total): number {
  if (a.portions !== b.portions) return b.portions - a.portions;
  return a.key < b.key ? -1 : 1;
}
