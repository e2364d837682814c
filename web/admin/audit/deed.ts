import { clockTime, money } from '../../state/place.js';
import { t as frame } from '../../state/words.js';
import { t } from '../words.js';
import type { Entry } from './filter.js';

const ROLES = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] as const;
const APPROVED = ['order.voidLine', 'order.cancel', 'bill.cancel'] as const;

/** What was done, as one would tell it. */
export function deedText({ action, subject, subjectName, details }: Entry): string {
  const name = subjectName ?? subject.id;
  const text = (key: string) => String(details[key] ?? '–');
  const amount = money(Number(details.payable ?? 0));
  switch (action) {
    case 'order.lineVoided':
      return t('deed.order.lineVoided', {
        n: Number(details.quantity ?? 0),
        item: text('item'),
        order: text('orderNumber'),
        amount: money(Number(details.quantity ?? 0) * Number(details.unitPrice ?? 0)),
      });
    case 'order.cancelled':
      return t('deed.order.cancelled', { order: text('orderNumber'), amount });
    case 'bill.cancelled':
      return t('deed.bill.cancelled', { bill: text('invoiceNumber'), amount });
    case 'bill.printed':
      return t('deed.bill.printed', { bill: text('invoiceNumber'), copy: text('copy') });
    case 'approval.granted': {
      const what = APPROVED.find((each) => each === details.for);
      return what ? t(`deed.approved.${what}`) : t('deed.approval.granted');
    }
    case 'pin.locked':
      return t('deed.pin.locked', {
        name,
        n: Number(details.wrong ?? 0),
        until: details.until ? clockTime(String(details.until)) : '–',
      });
    case 'staff.created':
    case 'staff.changed': {
      const role = ROLES.find((each) => each === details.role);
      const roleName = role ? frame(`role.${role}`) : '–';
      const left = details.active === false;
      return left ? t('deed.staff.left', { name }) : t(`deed.${action}`, { name, role: roleName });
    }
    default:
      return t(`deed.${action}`, { name });
  }
}
