import { useEffect } from 'preact/hooks';
import { money } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { draftKey, EMPTY_DRAFT } from './draft.js';
import { titleOf } from './title.js';

/** An order that takes no more lines: its guests have the bill, have paid, or it was cancelled. */
export function Closed({ order }: { order: Order }) {
  const till = useTill();
  const key = draftKey({ at: 'order', orderId: order.id, type: order.type });
  const left = till.drafts.all.value.get(key)?.lines.length ?? 0;
  const { billId, mergedInto, status } = order;
  // Of a bill that was just taken back, the order is told a moment later.
  const isBilled =
    status === 'billed' && billId !== null && till.bill(billId)?.status !== 'cancelled';
  useEffect(() => {
    // The bill has taken the order's place, for all tills at once.
    if (isBilled && left === 0) ways.bill(billId, { replace: true });
  }, [isBilled, billId, left]);
  const state = mergedInto !== null ? 'merged' : status;
  return (
    <EmptyState icon={state === 'paid' ? 'check' : 'info'} title={titleOf(till, order)}>
      <p>{t(`closed.${state}`, { amount: money(order.totals.payable) })}</p>
      {order.cancelReason && <p>{order.cancelReason}</p>}
      {left > 0 && (
        <Banner
          tone="bad"
          action={
            <Button onClick={() => till.drafts.change(key, () => EMPTY_DRAFT)}>
              {t('draft.discard')}
            </Button>
          }
        >
          {t('closed.left', { n: left })}
        </Banner>
      )}
      <div class="closed-acts">
        {mergedInto !== null && (
          <Button onClick={() => ways.order(mergedInto, { replace: true })}>
            {t('closed.toMerged')}
          </Button>
        )}
        {billId !== null && (
          <Button icon="till" onClick={() => ways.bill(billId)}>
            {t('closed.toBill')}
          </Button>
        )}
        <Button kind="main" onClick={ways.floor}>
          {t('floor.back')}
        </Button>
      </div>
    </EmptyState>
  );
}
