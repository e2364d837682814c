import { effect } from '@preact/signals';
import { now } from '../state/clock.js';
import { ageTone } from '../ui/timer.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { movedFrom, notedOf } from './moves.js';
import { type Heard, newsOf } from './news.js';
import { moves, sound } from './settings.js';
import { play } from './sound.js';

/** A void that nobody has noted is heard again this often; ms. */
const VOID_AGAIN_MS = 20_000;
/** A screen that cannot be believed is heard again this often; ms. */
const LOST_AGAIN_MS = 60_000;

/** Tells the kitchen by ear what is new on the screen. @returns ends that */
export function listen(kitchen: Kitchen, house: House): () => void {
  let heard: Heard | null = null;
  let voidAt = 0;
  let lostAt = 0;
  return effect(() => {
    const [cards, alerts, at] = [kitchen.cards.value, kitchen.alerts.value, now.value];
    const { tone } = kitchen.trust.value;
    const on = sound.value === 'on';
    if (tone !== 'lost') lostAt = 0;
    else if (at - lostAt >= LOST_AGAIN_MS) {
      lostAt = at;
      if (on) play('lost');
    }
    // Until the first picture is complete, everything on it would be news.
    if (heard === null && tone !== 'current') return;
    const { warnMinutes, lateMinutes } = house.minutes;
    const late = cards.filter(
      ({ createdAt }) => ageTone(at - Date.parse(createdAt), warnMinutes, lateMinutes) === 'bad',
    );
    const noted = notedOf(moves.value);
    const moved = cards
      .filter((card) => movedFrom(card, noted) !== undefined)
      .map(({ id, tableId }) => `${id} ${tableId}`);
    const news = newsOf(
      heard,
      cards,
      alerts,
      late.map(({ id }) => id),
      moved,
    );
    heard = news.heard;
    const sounds = [...news.sounds];
    if (sounds.includes('void')) voidAt = at;
    else if (alerts.length > 0 && at - voidAt >= VOID_AGAIN_MS) {
      voidAt = at;
      sounds.unshift('void');
    }
    if (on) for (const each of sounds) play(each);
  });
}
