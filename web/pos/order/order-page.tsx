import { useLayoutEffect } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { LetterCard } from '../outbox/letter-card.js';
import { isTaking, lettersOf, subjectOf } from '../outbox/letters.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useKeys } from '../till/keys.js';
import type { Till } from '../till/till.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { Closed } from './closed.js';
import { draftKey, EMPTY_DRAFT, joined, type Place, withoutLines } from './draft.js';
import { LeftLines } from './left-lines.js';
import './order.css';
import { OrderView } from './order-view.js';

export interface OrderPageProps {
  place: Place;
  /** It was begun here, and need not be there yet. */
  isNew?: boolean;
}

/** An order, at a table or at none: being opened, open, or closed. */
export function OrderPage({ place, isNew = false }: OrderPageProps) {
  const till = useTill();
  const order = orderAt(till, place);
  const isOpen = order?.status === 'open';
  // Before the order is drawn without what was begun at its table.
  useLayoutEffect(() => {
    if (!order) return;
    // Guests who were moved to a table have nothing to do with what was begun there.
    if (isOpen) adopt(till, order, place.at === 'table' ? place : null);
    // Should somebody else be seated there later, this is still the same order.
    if (place.at === 'table' || isNew) ways.order(order.id, { replace: true });
  }, [order?.id, isOpen]);
  useKeys({ Escape: ways.floor });
  if (order && order.status !== 'open') return <Closed order={order} />;
  if (!order && place.at === 'order' && !isNew) return <Unknown orderId={place.orderId} />;
  return <OrderView place={order ? placeOf(order) : place} order={order} />;
}

function orderAt(till: Till, place: Place): Order | null {
  const id =
    place.at === 'order' ? place.orderId : till.shown.value.tables.get(place.tableId)?.orderId;
  return (id && till.order(id)) || null;
}

function placeOf({ id, type }: Order): Place {
  return { at: 'order', orderId: id, type };
}

/**
 * What was begun at the table goes with the order that somebody opened there; what was handed over, and then the
 * device stopped, is over. @param begunAt from where the order was come to; null: not from its table
 */
function adopt(till: Till, order: Order, begunAt: Place | null): void {
  const given = order.lines.map(({ id }) => id);
  const own = draftKey(placeOf(order));
  const begun = begunAt && till.drafts.all.peek().get(draftKey(begunAt));
  if (begunAt && begun) {
    till.drafts.change(own, (draft) => joined(draft, { ...begun, guests: null }));
    till.drafts.change(draftKey(begunAt), () => EMPTY_DRAFT);
  }
  if (till.drafts.get(own).lines.some(({ id }) => given.includes(id))) {
    till.drafts.change(own, (draft) => withoutLines(draft, given));
  }
}

/** What this device never heard of, or has long forgotten; or an order that it began and that was refused. */
function Unknown({ orderId }: { orderId: string }) {
  const till = useTill();
  const letters = lettersOf(till.outbox.value.dead).filter(
    ({ dead }) => subjectOf(dead.entry).orderId === orderId,
  );
  return (
    <EmptyState icon="info" title={t(letters.length > 0 ? 'order.refused' : 'order.unknown')}>
      {letters.length === 0 && <p>{t('order.unknownText')}</p>}
      <LeftLines
        key={orderId}
        orderId={orderId}
        order={null}
        hasLetter={letters.some(({ dead }) => isTaking(dead.entry.type))}
      />
      {letters.length > 0 && (
        <ul class="unknown-letters">
          {letters.map((letter) => (
            <LetterCard key={letter.dead.entry.id} letter={letter} onLeave={() => {}} />
          ))}
        </ul>
      )}
      <Button kind={letters.length > 0 ? 'plain' : 'main'} onClick={ways.floor}>
        {t('floor.back')}
      </Button>
    </EmptyState>
  );
}
