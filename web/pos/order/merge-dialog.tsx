import { money } from '../../state/place.js';
import { Dialog } from '../../ui/dialog.js';
import type { Order } from '../shapes.js';
import { Since } from '../since.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { hasKeyboard } from '../till/keys.js';
import { steer } from '../till/steer.js';
import { t } from '../words.js';
import type { Place } from './draft.js';
import { leftKey, moveDraft } from './left.js';
import { titleOf } from './title.js';

export interface MergeDialogProps {
  order: Order;
  onClose: () => void;
}

/** Which other order comes to this one. What was being taken for it comes too. */
export function MergeDialog({ order, onClose }: MergeDialogProps) {
  const till = useTill();
  const { busy, wrong, act } = useDeed(onClose);
  const others = [...till.shown.value.orders.values()]
    .filter(({ id, status }) => status === 'open' && id !== order.id)
    .sort((a, b) => titleOf(till, a).localeCompare(titleOf(till, b), undefined, { numeric: true }));
  const merge = async (from: Order) => {
    const done = await act('order.merge', { orderId: order.id, fromOrderId: from.id });
    const place: Place = { at: 'order', orderId: order.id, type: order.type };
    if (done) moveDraft(till, leftKey(from.id), place);
  };
  return (
    <Dialog title={t('merge.title', { title: titleOf(till, order) })} size="wide" onClose={onClose}>
      {wrong}
      <p class="soft">{others.length === 0 ? t('merge.none') : t('merge.text')}</p>
      <ul class="choices" onKeyDown={(event) => steer(event, event.currentTarget, '.choice')}>
        {others.map((other, at) => (
          <li key={other.id}>
            <button
              type="button"
              class="choice"
              autofocus={at === 0 && hasKeyboard()}
              disabled={busy}
              onClick={() => void merge(other)}
            >
              <strong>{titleOf(till, other)}</strong>
              <small class="soft figures">
                {other.number > 0 && `${t('order.number', { number: String(other.number) })} · `}
                <Since at={other.createdAt} />
                <br />
                {money(other.totals.payable)}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
