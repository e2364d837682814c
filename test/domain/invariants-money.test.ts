import t from 'tap';
import { aBill, aLine, anOrder, eachIsSeen, ids, sound } from './evening.js';

t.test('invariants: amounts, payments and bills that do not agree are seen', async (t) => {
  eachIsSeen(t, [
    [
      'an order does not add up',
      anOrder(ids.open, ({ totals }) => ({ totals: { ...totals, payable: totals.payable + 1 } })),
      /order .* is not/,
    ],
    [
      'a subtotal is not that of the lines',
      anOrder(ids.open, ({ totals: { subtotal, rounding, ...totals } }) => ({
        totals: { ...totals, subtotal: subtotal + 1, rounding: rounding - 1 },
      })),
      /the lines add up to/,
    ],
    [
      'a line costs something else',
      aLine(({ taxable }) => ({ taxable: taxable - 1 })),
      /costs 32220: taxable 32219/,
    ],
    [
      'a bill does not add up',
      aBill(ids.due, ({ payable }) => ({ payable: payable + 1 })),
      /bill .* is not/,
    ],
    [
      'the tax rows of a bill are short',
      aBill(ids.due, ({ taxes }) => ({ taxes: taxes.slice(1) })),
      /the taxes add up to/,
    ],
    [
      'a bill is rounded too far',
      aBill(ids.due, ({ payable, rounding }) => ({
        payable: payable + 100,
        rounding: rounding + 100,
      })),
      /is not rounded to 1/,
    ],
    [
      'a payment settles more than was tendered',
      aBill(ids.bill, ({ payments }) => ({
        payments: payments.map((one) => ({ ...one, tendered: one.tendered - 1 })),
      })),
      /payment .* is not/,
    ],
    [
      'a card payment gave change',
      aBill(ids.bill, ({ payments }) => ({
        payments: payments.map((one) => ({ ...one, tender: 'card' as const })),
      })),
      /gave change for card/,
    ],
    [
      'a payment is lost',
      aBill(ids.bill, ({ payments }) => ({ payments: payments.slice(1) })),
      /the payments settle/,
    ],
    [
      'the change is not that of the payments',
      aBill(ids.bill, ({ change }) => ({ change: change + 1 })),
      /the payments gave/,
    ],
    ['more is paid than is due', aBill(ids.bill, ({ paid }) => ({ paid: paid + 1 })), /paid of/],
    [
      'a bill with money missing is paid',
      aBill(ids.due, () => ({ status: 'paid' })),
      /is paid with 0 paid of/,
    ],
    [
      'a cancelled bill has money',
      aBill(ids.wrong, () => ({ paid: 1 })),
      /is cancelled with 1 paid/,
    ],
    [
      'a billed order has no bill',
      { ...sound, bills: sound.bills.filter(({ id }) => id !== ids.due) },
      /names the bill .*, has undefined/,
    ],
    [
      'an order is paid, its bill is not',
      anOrder(ids.billed, () => ({ status: 'paid' })),
      /is paid, its bill .* unpaid/,
    ],
    [
      'an open order has a bill',
      anOrder(ids.billed, () => ({ status: 'open' })),
      /is open, its bill is/,
    ],
    [
      'an order has two valid bills',
      aBill(ids.wrong, () => ({ status: 'unpaid', orderId: ids.billed })),
      /has two valid bills/,
    ],
    [
      'a bill is of no order',
      aBill(ids.due, () => ({ orderId: 'ghost' })),
      /is of order ghost: there is none/,
    ],
    [
      'a bill asks for something else than its order',
      aBill(ids.due, ({ payable, subtotal }) => ({ payable: payable + 1, subtotal: subtotal + 1 })),
      /comes to .*, its bill/,
    ],
    ['a bill leaves a line out', aBill(ids.due, () => ({ lines: [] })), /has 0 of line/],
  ]);
});
