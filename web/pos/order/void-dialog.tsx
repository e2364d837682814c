import { useSignal } from '@preact/signals';
import { TakeBack } from '../approval/take-back.js';
import { Stepper } from '../menu/stepper.js';
import type { Line, Order } from '../shapes.js';
import { useDeed } from '../till/deed.js';
import { t } from '../words.js';
import { portionsToPay, recalledOf } from './ticket.js';

export interface VoidDialogProps {
  order: Order;
  line: Line;
  onClose: () => void;
}

/** Takes portions of a line back: how many, why, and with whose leave where it takes one. */
export function VoidDialog({ order, line, onClose }: VoidDialogProps) {
  const most = portionsToPay(line);
  const chosen = useSignal(most);
  const { busy, wrong, act } = useDeed(onClose);
  // Somebody else may take portions of it back at the same time.
  const quantity = Math.min(chosen.value, most);
  const heard = recalledOf(line, quantity);
  return (
    <TakeBack
      action="order.voidLine"
      subject={{ orderId: order.id }}
      title={t('void.title', { name: line.name })}
      does={t('void.do', { n: quantity })}
      reasons="line"
      isGrave={heard > 0}
      busy={busy}
      wrong={wrong}
      onDo={(reason, approval) =>
        void act('order.voidLine', {
          ...{ orderId: order.id, lineId: line.id, quantity, reason },
          ...approval,
        })
      }
      onClose={onClose}
    >
      {most > 1 && (
        <Stepper
          label={t('void.quantity')}
          value={quantity}
          least={1}
          most={most}
          onChange={(value) => {
            chosen.value = value;
          }}
        />
      )}
      <p class="soft">{heard > 0 ? t('void.heard', { n: heard }) : t('void.unheard')}</p>
    </TakeBack>
  );
}
