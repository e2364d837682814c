import type { Alert, Card } from './cards.js';

/** What the kitchen is told by ear. */
export type Sound = 'new' | 'void' | 'moved' | 'late';

/** What was on the screen, as far as ears are concerned. */
export interface Heard {
  readonly cards: ReadonlySet<string>;
  readonly voids: ReadonlySet<string>;
  readonly late: ReadonlySet<string>;
  readonly moved: ReadonlySet<string>;
}

/** The loudest first: what is to be heard at the same time must not drown what is worse. */
const LOUDEST: readonly Sound[] = ['void', 'moved', 'late', 'new'];

/**
 * What has happened since the last look that ears should know of; one sound for each kind, however many.
 * @param before null at the first look: what was there already is not news
 * @param late ids of cards that are late by now; `moved` of those whose table changed
 */
export function newsOf(
  before: Heard | null,
  cards: readonly Card[],
  alerts: readonly Alert[],
  late: readonly string[],
  moved: readonly string[],
): { heard: Heard; sounds: readonly Sound[] } {
  const now = {
    cards: cards.map(({ id }) => id),
    voids: alerts.map(({ id }) => id),
    late,
    moved,
  };
  // A card that comes back was heard of before: whoever recalls it knows.
  const heard: Heard = {
    cards: new Set([...(before?.cards ?? []), ...now.cards]),
    voids: new Set(now.voids),
    late: new Set([...(before?.late ?? []), ...late]),
    moved: new Set(moved),
  };
  if (before === null) return { heard, sounds: [] };
  const isNews: Record<Sound, boolean> = {
    new: now.cards.some((id) => !before.cards.has(id)),
    void: now.voids.some((id) => !before.voids.has(id)),
    late: late.some((id) => !before.late.has(id)),
    moved: moved.some((key) => !before.moved.has(key)),
  };
  return { heard, sounds: LOUDEST.filter((sound) => isNews[sound]) };
}
