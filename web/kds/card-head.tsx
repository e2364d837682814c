import { now } from '../state/clock.js';
import { clockTime } from '../state/place.js';
import { Icon } from '../ui/icon.js';
import { ageTone } from '../ui/timer.js';
import { durationText } from '../words/amounts.js';
import { CardMarks } from './card-marks.js';
import { type Card, isCancelled, isPacked, isReady } from './cards.js';
import type { Hands } from './hands.js';
import type { House } from './house.js';
import { MoveNote } from './move-note.js';
import { movedFrom, notedOf } from './moves.js';
import { moves } from './settings.js';
import { t } from './words.js';

export interface CardHeadProps {
  card: Card;
  digit: number | null;
  house: House;
  hands: Hands;
  /** The stations of this screen. */
  here: readonly string[];
}

/** Where it goes, whose it is, and how long it has been waiting: the colour says the last from afar. */
export function CardHead({ card, digit, house, hands, here }: CardHeadProps) {
  const age = now.value - Date.parse(card.createdAt);
  const { warnMinutes, lateMinutes } = house.minutes;
  const tone = ageTone(age, warnMinutes, lateMinutes);
  const table = card.tableId === null ? null : house.name('tables', card.tableId);
  const from = movedFrom(card, notedOf(moves.value));
  const number = t('card.number', { n: card.orderNumber });
  const counter = isPacked(card.orderType) ? '' : t('card.counter');
  const waiter = house.name('people', card.createdBy);
  return (
    <header class="card-head" data-tone={tone}>
      <div class="card-title">
        {digit !== null && <kbd class="card-digit">{digit}</kbd>}
        <h2>{table ?? number}</h2>
        <time class="card-age figures" dateTime={card.createdAt}>
          {tone && <span class="card-late">{t(`age.${tone}`)}</span>}
          {durationText(age)}
        </time>
      </div>
      {from === undefined ? (
        <p class="card-about">
          <Kind card={card} />
          <span class="card-sender">
            <span>
              {[table === null ? counter : number, waiter]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>{' '}
            <span>· {clockTime(card.createdAt)}</span>
          </span>
        </p>
      ) : (
        <MoveNote
          from={from === null ? t('card.counter') : house.name('tables', from)}
          to={table ?? t('card.counter')}
          onNote={() => hands.noteMove(card)}
        />
      )}
      <CardMarks {...{ card, house, here }} />
    </header>
  );
}

/** Nothing for what is simply new. */
function Kind({ card }: { card: Card }) {
  if (isCancelled(card)) {
    return (
      <strong class="card-kind" data-kind="void">
        <Icon name="ban" />
        {t('card.cancelled')}
      </strong>
    );
  }
  if (isReady(card)) {
    return (
      <strong class="card-kind" data-kind="ready">
        <Icon name="check" />
        {t('bump.ready')}
      </strong>
    );
  }
  if (card.kind === 'new') return null;
  return (
    <strong class="card-kind" data-kind="more">
      <Icon name="plus" />
      {t('card.more')}
    </strong>
  );
}
