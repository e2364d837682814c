import type { Entry } from '../../../client/outbox/entry.js';
import { money } from '../../state/place.js';
import { titleOf } from '../order/title.js';
import type { Till } from '../till/till.js';
import { t } from '../words.js';
import { subjectOf } from './letters.js';

const KNOWN = [
  'order.create',
  'order.change',
  'order.addLines',
  'order.changeLine',
  'order.send',
  'order.voidLine',
  'order.transfer',
  'order.merge',
  'order.cancel',
  'order.bill',
  'bill.pay',
  'bill.cancel',
  'bill.print',
  'menu.setAvailability',
] as const;

/** What a command does, in words: "Add 3 portions". */
export function entryText(entry: Entry): string {
  const { portions, amount, course } = subjectOf(entry);
  const known = KNOWN.find((type) => type === entry.type);
  if (!known) return entry.type;
  if (known === 'order.create' || known === 'order.addLines') {
    return t(`command.${known}`, { n: portions });
  }
  if (known === 'order.send' && course !== null) {
    return t('command.order.sendCourse', { course: String(course) });
  }
  if (known === 'bill.pay') return t('command.bill.pay', { amount: money(amount) });
  return t(`command.${known}`);
}

/** Whose it is: T4, Takeaway. */
export function entryTitle(till: Till, entry: Entry): string {
  const { orderId, tableId, billId, orderType } = subjectOf(entry);
  const order = orderId === null ? undefined : till.order(orderId);
  const bill = billId === null ? undefined : till.bill(billId);
  const where = order?.tableId ?? bill?.tableId ?? (entry.type === 'order.create' ? tableId : null);
  if (where !== null) return titleOf(till, { at: 'table', tableId: where });
  if (bill) return bill.invoiceNumber;
  const type = order?.type ?? orderType;
  if (type === 'takeaway' || type === 'delivery') return t(`type.${type}`);
  return t('order.someTable');
}
