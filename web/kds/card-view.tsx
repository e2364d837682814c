import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Named } from '../entry/session.js';
import { now } from '../state/clock.js';
import { ageTone } from '../ui/timer.js';
import { type Card, isCancelled, isReady } from './cards.js';
import { CardFoot } from './card-foot.js';
import { CardGone } from './card-gone.js';
import { CardHead } from './card-head.js';
import './card.css';
import { DishRow } from './dish-row.js';
import type { Hands } from './hands.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { withOthers } from './others.js';
import { sectionsOf } from './sections.js';
import { useRows } from './use-places.js';
import { t } from './words.js';

export interface CardViewProps {
  card: Card;
  /** It has left, and only keeps its place. */
  gone: boolean;
  /** The key that chooses it, if one does. */
  digit: number | null;
  /** Nobody is at the screen: it may become larger or smaller. */
  still: boolean;
  /** Told when it is of another height. */
  onRows: () => void;
  kitchen: Kitchen;
  house: House;
  hands: Hands;
  stations: readonly Named[];
}

/** A ticket on the board. */
export function CardView(props: CardViewProps) {
  const { card, gone, digit, still, onRows, kitchen, house, hands, stations } = props;
  const element = useRef<HTMLElement>(null);
  const chosen = hands.card.value === card.id;
  const sections = sectionsOf(card, withOthers(stations, card.tickets, house));
  // Drawn again when the colour changes, and not with every second.
  const tone = useComputed(() => {
    const { warnMinutes, lateMinutes } = house.minutes;
    return ageTone(now.value - Date.parse(card.createdAt), warnMinutes, lateMinutes);
  });
  useRows(element, still, onRows);
  useEffect(() => {
    if (chosen) element.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <article
      class="card"
      ref={element}
      data-card={card.id}
      data-state={gone ? 'gone' : stateOf(card)}
      data-tone={tone.value}
      data-chosen={chosen || undefined}
      aria-label={nameOf(card, house)}
    >
      <CardHead {...{ card, digit, house, hands }} here={kitchen.stationIds} />
      <div class="card-body">
        {gone ? (
          <CardGone onRecall={() => hands.recall(card)} />
        ) : (
          <ul>
            {sections.map(({ key, text, dishes }) => (
              <li key={key}>
                {text !== '' && <h3>{text}</h3>}
                <ul>
                  {dishes.map((dish) => (
                    <DishRow key={dish.key} {...{ card, dish, kitchen, hands }} />
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        )}
      </div>
      {!gone && <CardFoot card={card} kitchen={kitchen} hands={hands} />}
    </article>
  );
}

function stateOf(card: Card): 'void' | 'ready' | undefined {
  if (card.voids.length > 0) return 'void';
  return isReady(card) ? 'ready' : undefined;
}

function nameOf(card: Card, house: House): string {
  const order = t('card.order', { n: card.orderNumber });
  const name = card.tableId === null ? order : `${house.name('tables', card.tableId)}, ${order}`;
  return isCancelled(card) ? `${name}, ${t('card.cancelled')}` : name;
}
