import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Event } from '../../src/domain/decision.js';
import type { Approval } from '../../src/domain/shapes/approval.js';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import type { OrderAndTickets } from '../../src/domain/shapes/ticket.js';
import type { CallOptions } from '../api.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { givePin, paired, person, PIN, tryPin } from '../terminals.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const [place, other] = await Promise.all([Restaurant.open(kotd.url), Restaurant.open(kotd.url)]);
const ids: Record<string, string> = {};
for (const role of ['owner', 'manager', 'cashier', 'waiter'] as const) {
  ids[role] = await givePin(place, role);
}

/** A sent order with ten portions in one line. */
async function served(): Promise<{ id: string; lineId: string }> {
  const lines = [{ itemId: place.items[0]?.id, quantity: 10 }];
  const order = await place.do<Order>('POST', '/orders', { type: 'takeaway', lines }, 'waiter');
  await place.do('POST', `/orders/${order.id}/send`, {}, 'waiter');
  return { id: order.id, lineId: order.lines[0]?.id ?? '' };
}

function ask(body: object, role: Role = 'waiter', options: CallOptions = {}) {
  const whole = { approverId: ids.manager, pin: PIN, action: 'order.voidLine', ...body };
  return place.try<Approval & { code: string }>(
    'POST',
    '/approvals',
    { body: whole, headers: { connection: 'close' }, ...options },
    role,
  );
}

async function approved(body: object, role: Role = 'waiter'): Promise<string> {
  const answer = await ask(body, role);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.id;
}

/** Takes one portion back. */
function takeBack(
  order: { id: string; lineId: string },
  approvalId?: string,
  options: CallOptions = {},
  role: Role = 'waiter',
) {
  return place.try<OrderAndTickets & { code: string }>(
    'POST',
    `/orders/${order.id}/lines/${order.lineId}/void`,
    { body: { quantity: 1, reason: 'dropped', approvalId }, ...options },
    role,
  );
}

async function lastEvent(type: string): Promise<Event | undefined> {
  const { last } = await place.do<{ last: number }>('GET', '/events?limit=1');
  const path = `/events?after=${Math.max(0, last - 20)}`;
  const { events } = await place.do<{ events: Event[] }>('GET', path);
  return events.findLast((event) => event.type === type);
}

const required = { status: 403, body: { code: 'approval_required' } };
const invalid = { status: 403, body: { code: 'approval_invalid' } };

t.test('approval: a waiter takes back what was sent, once, in the approver’s name', async (t) => {
  const order = await served();
  t.match(await takeBack(order), required);
  const granted = await ask({ orderId: order.id, reason: 'dropped' });
  t.match(granted, {
    status: 201,
    body: { action: 'order.voidLine', orderId: order.id, billId: null, requestedBy: ids.waiter },
  });
  t.match(granted.body, { approvedBy: ids.manager, reason: 'dropped', usedAt: null });
  const left = Date.parse(granted.body.expiresAt) - Date.now();
  t.ok(left > 110_000 && left <= 120_000, `${left} ms`);
  const answer = await takeBack(order, granted.body.id);
  t.match(answer, {
    status: 200,
    body: {
      order: { lines: [{ voidedQuantity: 1 }] },
      tickets: [{ kind: 'void', approvedBy: ids.manager, createdBy: ids.waiter }],
    },
  });
  t.match(await lastEvent('order.lineVoided'), {
    actor: ids.waiter,
    data: { approvedBy: ids.manager, order: { id: order.id } },
  });
  t.match(await takeBack(order, granted.body.id), invalid, 'used');
  t.match(await takeBack(order), required);
});

t.test('approval: used ten times at once over two workers, it has one effect', async (t) => {
  const order = await served();
  const approvalId = await approved({ orderId: order.id });
  const headers = { connection: 'close' };
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => takeBack(order, approvalId, { headers })),
  );
  t.equal(answers.filter(({ status }) => status === 200).length, 1);
  t.equal(answers.filter(({ body }) => body.code === 'approval_invalid').length, 9);
  const after = await place.do<Order>('GET', `/orders/${order.id}`);
  t.equal(after.lines[0]?.voidedQuantity, 1);
});

t.test('approval: a repeat of the command gets its answer, and needs no other', async (t) => {
  const order = await served();
  const approvalId = await approved({ orderId: order.id });
  const headers = { 'idempotency-key': randomUUID() };
  const first = await takeBack(order, approvalId, { headers });
  const again = await takeBack(order, approvalId, { headers });
  t.same([again.status, again.body], [200, first.body]);
  const socket = await Socket.open(kotd.url, place, 'waiter', ['floor']);
  t.teardown(() => socket.close());
  const body = { orderId: order.id, lineId: order.lineId, quantity: 1, reason: 'dropped' };
  const bare = await socket.command('order.voidLine', body);
  t.match(bare.problem, { code: 'approval_required' });
  const another = await approved({ orderId: order.id });
  const taken = await socket.command('order.voidLine', { ...body, approvalId: another });
  t.match(taken.result, { tickets: [{ approvedBy: ids.manager }] });
  t.match(await socket.command('approval.grant', {}), { t: 'err', problem: { code: 'invalid' } });
});

t.test('approval: for that order, that action and that person only', async (t) => {
  const [order, another] = [await served(), await served()];
  const approvalId = await approved({ orderId: order.id });
  t.match(await takeBack(another, approvalId), invalid, 'another order');
  t.match(await takeBack(order, approvalId, {}, 'manager'), invalid, 'somebody else');
  const cancel = { body: { reason: 'left', approvalId } };
  t.match(await place.try('POST', `/orders/${order.id}/cancel`, cancel, 'waiter'), invalid);
  t.match(await takeBack(order, 'nothing'), invalid, 'unknown');
  const theirs = await other.order();
  await other.do('POST', `/orders/${theirs.id}/send`, {});
  const abroad = `/orders/${theirs.id}/lines/${theirs.lines[0]?.id}/void`;
  const body = { quantity: 1, reason: 'x', approvalId };
  t.match(await other.try('POST', abroad, { body }), invalid, 'of another organization');
  t.equal((await takeBack(order, approvalId)).status, 200, 'and is good still');
});

t.test('approval: cancels an order; and a bill, for which it takes the office', async (t) => {
  const order = await served();
  const path = `/orders/${order.id}/cancel`;
  t.match(await place.try('POST', path, { body: { reason: 'left' } }, 'waiter'), required);
  const cancelling = { action: 'order.cancel', orderId: order.id, approverId: ids.cashier };
  const approvalId = await approved(cancelling);
  const cancelled = await place.do<OrderAndTickets>(
    'POST',
    path,
    { reason: 'left', approvalId },
    'waiter',
  );
  t.match(cancelled, { order: { status: 'cancelled' }, tickets: [{ approvedBy: ids.cashier }] });
  t.match(await lastEvent('order.cancelled'), { data: { approvedBy: ids.cashier } });

  const { id } = await served();
  const bill = await place.do<Bill>('POST', `/orders/${id}/bill`, {}, 'waiter');
  const taking = { action: 'bill.cancel', billId: bill.id };
  const byCashier = await ask({ ...taking, approverId: ids.cashier });
  t.match(byCashier, {
    status: 403,
    body: { code: 'forbidden', errors: [{ pointer: '/approverId' }] },
  });
  const back = `/bills/${bill.id}/cancel`;
  for (const role of ['waiter', 'cashier'] as const) {
    t.match(await place.try('POST', back, { body: { reason: 'wrong' } }, role), required, role);
  }
  const body = { reason: 'wrong', approvalId: await approved(taking, 'cashier') };
  t.match(await place.do('POST', back, body, 'cashier'), { status: 'cancelled' });
  t.match(await lastEvent('bill.cancelled'), {
    actor: ids.cashier,
    data: { approvedBy: ids.manager },
  });
});

t.test('approval: refused where nobody could give it, and without a trace of why', async (t) => {
  const order = await served();
  const stranger = await person(other, 'manager');
  const theirs = await other.order();
  const headers = { 'x-request-id': 'the-same-trace' };
  const asked = (body: object) => ask({ orderId: order.id, ...body }, 'waiter', { headers });
  t.match(await asked({ approverId: ids.waiter }), { status: 403, body: { code: 'forbidden' } });
  t.match(await asked({ pin: '1379' }), { status: 403, body: { code: 'wrong_pin' } });
  const foreign = await asked({ approverId: stranger.id });
  t.match(foreign, { status: 404, body: { code: 'not_found' } });
  t.same(foreign.body, (await asked({ approverId: 'nobody' })).body);
  const abroad = await asked({ orderId: theirs.id });
  t.equal(abroad.status, 404);
  t.same(abroad.body, (await asked({ orderId: 'nothing' })).body);
  for (const body of [
    { action: 'bill.cancel' },
    { billId: 'some' },
    { action: 'order.send' },
    { pin: 'abcd' },
    { orderId: undefined },
  ]) {
    t.match(await asked(body), { status: 422, body: { code: 'invalid' } }, JSON.stringify(body));
  }
  t.equal((await ask({ orderId: order.id }, 'kitchen')).status, 403);
  const till = await paired(place);
  t.equal((await ask({ orderId: order.id }, 'waiter', { token: till.accessToken })).status, 403);
});

t.test('approval: a wrong PIN counts to the same lock as a login on the device', async (t) => {
  const till = await paired(place);
  const token = (await tryPin(place, till, ids.waiter ?? '')).body.accessToken;
  const order = await served();
  const asked = (pin: string) =>
    place.try<{ code: string }>('POST', '/approvals', {
      token,
      body: { approverId: ids.owner, pin, action: 'order.voidLine', orderId: order.id },
    });
  for (let i = 0; i < 3; i++) t.equal((await asked('1379')).body.code, 'wrong_pin');
  for (let i = 0; i < 2; i++) {
    t.equal((await tryPin(place, till, ids.owner ?? '', '1379')).body.code, 'wrong_pin');
  }
  const locked = await asked(PIN);
  t.match(locked, { status: 429, body: { code: 'pin_locked' } });
  t.ok(Number(locked.headers.get('retry-after')) > 40);
  t.equal((await tryPin(place, till, ids.owner ?? '')).status, 429);
  t.equal((await ask({ approverId: ids.owner, orderId: order.id })).status, 201, 'elsewhere not');
});

t.test('approval: whoever may do it themselves approves by their role', async (t) => {
  const order = await served();
  const answer = await takeBack(order, undefined, {}, 'cashier');
  t.match(answer, { status: 200, body: { tickets: [{ approvedBy: ids.cashier }] } });
  t.match(await lastEvent('order.lineVoided'), { data: { approvedBy: ids.cashier } });
});
