import { TakeBack } from '../approval/take-back.js';
import type { Bill } from '../shapes.js';
import { useDeed } from '../till/deed.js';
import { t } from '../words.js';

export interface CancelBillProps {
  bill: Bill;
  onClose: () => void;
}

/** Takes a bill back that nobody has paid on: its number stays used, its order opens again. */
export function CancelBill({ bill, onClose }: CancelBillProps) {
  const { busy, wrong, act } = useDeed(onClose);
  return (
    <TakeBack
      action="bill.cancel"
      subject={{ billId: bill.id }}
      title={t('bill.cancelTitle', { number: bill.invoiceNumber })}
      does={t('bill.cancelDo')}
      reasons="bill"
      isGrave
      busy={busy}
      wrong={wrong}
      onDo={(reason, approval) => void act('bill.cancel', { billId: bill.id, reason, ...approval })}
      onClose={onClose}
    >
      <p>{t('bill.cancelText')}</p>
    </TakeBack>
  );
}
