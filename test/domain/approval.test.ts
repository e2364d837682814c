import t from 'tap';
import { grantApproval, sanctioned } from '../../src/domain/approval.js';
import type { Context } from '../../src/domain/decision.js';
import type { Approval, ApprovalAction } from '../../src/domain/shapes/approval.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { House } from './house.js';
import { context, frozen, refusal } from './money-fixtures.js';

const ROLES: readonly Role[] = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'];
const START = '2026-11-20T15:00:00.000Z';
const as = (role: Role, now = START): Context => ({
  ...context(now),
  actor: { id: `the-${role}`, role },
});

function granted(action: ApprovalAction, by: Role = 'manager'): Approval {
  const subject =
    action === 'bill.cancel' ? { orderId: null, billId: 'it' } : { orderId: 'it', billId: null };
  const request = { action, ...subject, reason: null };
  const approver = { id: `the-${by}`, role: by };
  return frozen(grantApproval(request, approver, 'outlet', as('waiter')).changes([]).result);
}

t.test('approval: given by whoever may do it without one', async (t) => {
  for (const [action, may] of [
    ['order.voidLine', ['owner', 'manager', 'cashier']],
    ['order.cancel', ['owner', 'manager', 'cashier']],
    ['bill.cancel', ['owner', 'manager']],
  ] as const) {
    const wanted = { action, subjectId: 'it', needed: true };
    const gives = ROLES.filter((role) => refusal(() => granted(action, role)) === undefined);
    const needs = ROLES.filter((role) => refusal(() => sanctioned(wanted, null, as(role))));
    t.same(gives, may, action);
    t.same(
      needs,
      ROLES.filter((role) => !gives.includes(role)),
      action,
    );
    t.equal(
      refusal(() => granted(action, 'waiter')),
      'forbidden',
    );
    t.equal(
      refusal(() => sanctioned(wanted, null, as('waiter'))),
      'approval_required',
    );
    const easy = sanctioned({ ...wanted, needed: false }, null, as('waiter'));
    t.same(easy, { approvedBy: 'the-waiter', approvalId: null, documents: [] });
  }
});

t.test('approval: used once, in its time, for what and whom it was given', async (t) => {
  const approval = granted('order.voidLine');
  const wanted = { action: 'order.voidLine', subjectId: 'it', needed: true } as const;
  const last = '2026-11-20T15:01:59.999Z';
  t.match(sanctioned(wanted, approval, as('waiter', last)), {
    approvedBy: 'the-manager',
    approvalId: approval.id,
    documents: [{ collection: 'approval', value: { rev: 2, usedAt: last } }],
  });
  for (const [what, more, of, who] of [
    ['another order', { subjectId: 'other' }, {}, as('waiter')],
    ['another action', { action: 'order.cancel' }, {}, as('waiter')],
    ['another person', {}, {}, as('cashier')],
    ['used', {}, { usedAt: START }, as('waiter')],
    ['run out', {}, {}, as('waiter', approval.expiresAt)],
    ['one who needs none', { needed: false }, {}, as('owner')],
  ] as const) {
    const use = () => sanctioned({ ...wanted, ...more }, { ...approval, ...of }, who);
    t.equal(refusal(use), 'approval_invalid', what);
  }
});

t.test('approval: an order’s kitchen hears who allowed it', async (t) => {
  const house = House.open();
  const order = house.create({ lines: [{ itemId: house.item('Dosa').id, quantity: 3 }] });
  house.send(order.id);
  house.role = 'waiter';
  const request = {
    action: 'order.voidLine',
    orderId: order.id,
    billId: null,
    reason: null,
  } as const;
  const approver = { id: 'meera', role: 'manager' } as const;
  const approval = house.take((on) => grantApproval(request, approver, house.outlet.id, on));
  const lineId = order.lines[0]?.id ?? '';
  const { tickets } = house.void(order.id, lineId, 2, 'dropped', approval);
  t.match(tickets, [{ approvedBy: 'meera', createdBy: 'the-waiter' }]);
  t.match(house.get('approval', approval.id), { rev: 2, usedAt: house.now });
  const [grant, voided, ...more] = house
    .all('audit')
    .filter(({ action }) => action !== 'staff.created');
  t.match(grant, {
    action: 'approval.granted',
    approvedBy: 'meera',
    details: { approvalId: approval.id },
  });
  t.match(voided, { action: 'order.lineVoided', approvedBy: 'meera', reason: 'dropped' });
  t.same(more, []);
  t.same(house.violations(), []);
});
