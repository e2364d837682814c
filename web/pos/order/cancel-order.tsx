import { money } from '../../state/place.js';
import { TakeBack } from '../approval/take-back.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { EMPTY_DRAFT } from './draft.js';
import { leftKey } from './left.js';
import { heardOf } from './ticket.js';
import { titleOf } from './title.js';

export interface CancelOrderProps {
  order: Order;
  onClose: () => void;
}

/** Cancels an order for good. */
export function CancelOrder({ order, onClose }: CancelOrderProps) {
  const till = useTill();
  const heard = heardOf(order);
  const { busy, wrong, act } = useDeed(ways.floor);
  const cancel = async (reason: string, approval: { approvalId?: string }) => {
    const done = await act('order.cancel', { orderId: order.id, reason, ...approval });
    // What was being taken for it is over with it, once that is certain.
    if (done?.answer) till.drafts.change(leftKey(order.id), () => EMPTY_DRAFT);
  };
  return (
    <TakeBack
      action="order.cancel"
      subject={{ orderId: order.id }}
      title={t('cancel.title', { title: titleOf(till, order) })}
      does={t('cancel.do')}
      reasons="order"
      isGrave={heard > 0}
      busy={busy}
      wrong={wrong}
      onDo={(reason, approval) => void cancel(reason, approval)}
      onClose={onClose}
    >
      <p>{t('cancel.text', { amount: money(order.totals.payable) })}</p>
      {heard > 0 && <p class="soft">{t('void.heard', { n: heard })}</p>}
    </TakeBack>
  );
}
