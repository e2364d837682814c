import { Dialog } from '../../ui/dialog.js';
import { byName } from '../floor/tables.js';
import type { Order } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { hasKeyboard } from '../till/keys.js';
import { steer } from '../till/steer.js';
import { t } from '../words.js';
import { begunAt } from './left.js';
import { titleOf } from './title.js';

export interface TransferDialogProps {
  order: Order;
  onClose: () => void;
}

/**
 * To which free table the guests move, where nobody has begun to order for others. The kitchen is told; nothing is
 * cooked anew.
 */
export function TransferDialog({ order, onClose }: TransferDialogProps) {
  const till = useTill();
  const { busy, wrong, act } = useDeed(onClose);
  const free = [...till.shown.value.tables.values()]
    .filter(({ orderId }) => orderId === null)
    .map((table) => ({ ...table, begun: begunAt(till, table.id) }))
    .sort(byName);
  const first = free.find(({ begun }) => begun === 0);
  return (
    <Dialog
      title={t('transfer.title', { title: titleOf(till, order) })}
      size="wide"
      onClose={onClose}
    >
      {wrong}
      {free.length === 0 && <p>{t('transfer.none')}</p>}
      <ul class="choices" onKeyDown={(event) => steer(event, event.currentTarget, '.choice')}>
        {free.map(({ id, name, section, seats, begun }) => (
          <li key={id}>
            <button
              type="button"
              class="choice"
              autofocus={id === first?.id && hasKeyboard()}
              disabled={busy || begun > 0}
              onClick={() => void act('order.transfer', { orderId: order.id, tableId: id })}
            >
              <strong>{name}</strong>
              <small class="soft">
                {[section, seats !== null && t('table.seats', { n: seats })]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
              {begun > 0 && <small class="warned">{t('table.drafted', { n: begun })}</small>}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
