import { useRef } from 'preact/hooks';
import { Icon, type IconName } from '../ui/icon.js';
import { type Card, type Dish, isDone, isTaken } from './cards.js';
import './dish-row.css';
import type { Hands } from './hands.js';
import type { Kitchen } from './kitchen.js';
import { aimOf } from './steps.js';
import type { KitchenState } from './tickets.js';
import { t } from './words.js';

/** Two touches that follow each other faster are one; ms. */
const TWICE_MS = 400;

const ICONS: Record<KitchenState, IconName> = {
  queued: 'ring',
  started: 'flame',
  ready: 'check',
  served: 'check',
};

export interface DishRowProps {
  card: Card;
  dish: Dish;
  kitchen: Kitchen;
  hands: Hands;
}

/** A dish: how many, what, how; where it stands. A touch takes it on. */
export function DishRow({ card, dish, kitchen, hands }: DishRowProps) {
  const taken = isTaken(dish);
  const touchedAt = useRef(0);
  const over = dish.left === 0 && !taken;
  // More of what was sent before: until somebody touches it.
  const more = dish.more !== null && !taken && !over && dish.state === 'queued';
  const finish = kitchen.finish.value;
  const state = over ? 'over' : isDone(dish, finish) ? 'done' : dish.state;
  const touch = (byFinger: boolean) => {
    const at = performance.now();
    if (byFinger && at - touchedAt.current < TWICE_MS) return;
    touchedAt.current = at;
    if (taken) hands.noteCard(card);
    else hands.touch(card, dish);
  };
  const { name, variantName, modifiers, note, seat } = dish;
  return (
    <li>
      <button
        type="button"
        class="dish"
        data-state={state}
        data-taken={taken || undefined}
        data-more={more || undefined}
        data-chosen={hands.dish.value === dish.key || undefined}
        disabled={over}
        onClick={({ detail }) => touch(detail > 0)}
      >
        <Portions dish={dish} />
        <span class="dish-what">
          <span class="dish-name">
            {name} {variantName !== null && <em class="variant">{variantName}</em>}{' '}
            {seat !== null && <small>{t('dish.seat', { n: seat })}</small>}
          </span>
          {dish.more && dish.left > 0 && (
            <span class="dish-owed figures">
              <s>{dish.more.from}</s> → <b>{dish.more.to}</b>
            </span>
          )}
          {modifiers.length > 0 && <span class="dish-how">{modifiers.join(' · ')}</span>}
          {note !== null && (
            <strong class="dish-note">
              <Icon name="note" />
              {note}
            </strong>
          )}
        </span>
        <span class="dish-state" data-pending={dish.pending || undefined}>
          {taken ? (
            <strong class="dish-word">
              <Icon name="ban" />
              {t('void')}
            </strong>
          ) : (
            <Icon name={over ? 'ban' : ICONS[dish.state]} />
          )}
        </span>
        <span class="unseen">{told(dish, taken, over, aimOf(dish, finish, kitchen.expo))}</span>
      </button>
    </li>
  );
}

/** How many: what was taken back is struck out, and what there is more of says so. */
function Portions({ dish }: { dish: Dish }) {
  const { asked, noted, left, more } = dish;
  const before = isTaken(dish) ? noted : asked;
  if (left < before) {
    return (
      <span class="dish-portions figures">
        <s>{before}</s>
        <b>{left}</b>
      </span>
    );
  }
  return (
    <span class="dish-portions figures">
      <b>
        {more && '+'}
        {left}
      </b>
    </span>
  );
}

/** For those who listen: where it stands, and what a touch does. */
function told(dish: Dish, taken: boolean, over: boolean, aim: KitchenState | null): string {
  if (over) return t('dish.over');
  if (taken) return `${t('dish.taken', { from: dish.noted, to: dish.left })} ${t('note')}`;
  const next = aim === null ? t('recall') : t(`touch.${aim}`);
  return `${t(`state.${dish.state}`)}. ${next}`;
}
