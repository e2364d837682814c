import { useEffect } from 'preact/hooks';
import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { heirOf, leftOf } from './left.js';
import { LeftLines } from './left-lines.js';
import { titleOf } from './title.js';

/** An order that takes no more lines: its guests have the bill, have paid, or it was cancelled. */
export function Closed({ order }: { order: Order }) {
  const till = useTill();
  const left = leftOf(till, order.id).length;
  const { billId, mergedInto, status } = order;
  // Of a bill that was just taken back, the order is told a moment later.
  const isBilled =
    status === 'billed' && billId !== null && till.bill(billId)?.status !== 'cancelled';
  useEffect(() => {
    // The bill has taken the order's place, for all tills at once.
    if (isBilled && left === 0) ways.bill(billId, { replace: true });
  }, [isBilled, billId, left]);
  const state = mergedInto !== null ? 'merged' : status;
  // Then the way there is to take them along.
  const goesAlong = left > 0 && heirOf(till, order).status === 'open';
  return (
    <EmptyState icon={state === 'paid' ? 'check' : 'info'} title={titleOf(till, order)}>
      <p>{t(`closed.${state}`, { amount: money(order.totals.payable) })}</p>
      {order.cancelReason && <p>{order.cancelReason}</p>}
      <LeftLines key={order.id} orderId={order.id} order={order} />
      <div class="closed-acts">
        {mergedInto !== null && !goesAlong && (
          <Button onClick={() => ways.order(mergedInto, { replace: true })}>
            {t('closed.toMerged')}
          </Button>
        )}
        {billId !== null && (
          <Button icon="till" onClick={() => ways.bill(billId)}>
            {t('closed.toBill')}
          </Button>
        )}
        <Button kind={left > 0 ? 'plain' : 'main'} onClick={ways.floor}>
          {t('floor.back')}
        </Button>
      </div>
    </EmptyState>
  );
}
