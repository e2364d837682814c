import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Bill } from '../../src/domain/shapes/bill.js';
import type { AuditEntry } from '../../src/domain/shapes/audit.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { givePin, paired, person, PIN, tryPin } from '../terminals.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const [place, other] = await Promise.all([Restaurant.open(kotd.url), Restaurant.open(kotd.url)]);

type Page = { data: AuditEntry[]; nextCursor: string | null };

/** The whole audit, in pages of so many. */
async function audit(limit = 100, outlet = place.outlet): Promise<AuditEntry[]> {
  const all: AuditEntry[] = [];
  let cursor = '';
  do {
    const path = `/outlets/${outlet}/audit?limit=${limit}${cursor}`;
    const token = place.tokens.manager;
    const page = await place.api.expect<Page>(200, 'GET', path, { token });
    if (page.data.length > limit) throw new Error(`${page.data.length} entries`);
    all.push(...page.data);
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor);
  return all;
}

/** What the audit says of what was done meanwhile, oldest first. */
async function during(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = new Set((await audit()).map(({ id }) => id));
  await work();
  return (await audit()).filter(({ id }) => !before.has(id)).toReversed();
}

async function served(): Promise<Order> {
  const order = await place.order();
  await place.do('POST', `/orders/${order.id}/send`, {});
  return order;
}

t.test('audit: people who were taken on, with the names of now', async (t) => {
  const [owner, waiter] = [await person(place, 'owner'), await person(place, 'waiter')];
  const entries = await audit();
  t.equal(entries.length, 5);
  t.match(
    entries.find(({ subject }) => subject.id === owner.id),
    {
      actor: owner.id,
      action: 'staff.created',
      subjectName: 'Owner',
      details: { role: 'owner' },
    },
    'whoever signs up takes themselves on',
  );
  t.match(
    entries.find(({ subject }) => subject.id === waiter.id),
    {
      actor: owner.id,
      actorName: 'Owner',
      action: 'staff.created',
      subject: { kind: 'staff' },
      subjectName: 'waiter',
      approvedBy: null,
      reason: null,
      details: { role: 'waiter' },
    },
  );
});

t.test('audit: devices, PINs and locks, and never a secret', async (t) => {
  const pin = '86420';
  let [deviceId, waiterId] = ['', ''];
  const entries = await during(async () => {
    const till = await paired(place);
    deviceId = till.device.id;
    waiterId = await givePin(place, 'waiter', pin);
    t.equal((await tryPin(place, till, waiterId, pin)).status, 200);
    for (let i = 0; i < 6; i++) await tryPin(place, till, waiterId, '86421');
    const body = {};
    await place.do('POST', `/devices/${deviceId}/code`, body);
    const { refreshToken } = till;
    await place.api.expect(204, 'POST', '/auth/logout', { body: { refreshToken } });
    await place.do('POST', `/devices/${deviceId}/revoke`, body);
    await place.do('POST', `/devices/${deviceId}/revoke`, body);
  });
  const { id: owner } = await person(place, 'owner');
  t.same(
    entries.map(({ action, actor, subject }) => [action, actor, subject.id]),
    [
      ['device.created', owner, deviceId],
      ['device.paired', deviceId, deviceId],
      ['pin.set', owner, waiterId],
      ['pin.locked', deviceId, waiterId],
      ['device.codeRenewed', owner, deviceId],
      ['device.unpaired', deviceId, deviceId],
      ['device.revoked', owner, deviceId],
    ],
  );
  t.match(entries[1], {
    actorName: 'A pos',
    subject: { kind: 'device' },
    details: { kind: 'pos' },
  });
  t.match(entries[3], { subjectName: 'waiter', details: { wrong: 5, until: String } });
  t.notMatch(JSON.stringify(entries), /8642|scrypt/);
});

t.test('audit: what was taken back, by whose right, and why', async (t) => {
  const [managerId, waiter] = [await givePin(place, 'manager'), await person(place, 'waiter')];
  let [orderId, billId, approvalId] = ['', '', ''];
  const entries = await during(async () => {
    const order = await served();
    orderId = order.id;
    const asking = { approverId: managerId, pin: PIN, action: 'order.voidLine', orderId };
    const granted = await place.do<{ id: string }>('POST', '/approvals', asking, 'waiter');
    approvalId = granted.id;
    const path = `/orders/${orderId}/lines/${order.lines[0]?.id}/void`;
    const voiding = { quantity: 1, reason: 'a hair in it', approvalId };
    const headers = { 'idempotency-key': randomUUID() };
    for (let i = 0; i < 2; i++) {
      await place.try('POST', path, { body: voiding, headers }, 'waiter');
    }
    // Nobody but the waiter had heard of these.
    const lines = [{ itemId: place.items[0]?.id, quantity: 2 }];
    const more = await place.do<Order>('POST', `/orders/${orderId}/lines`, { lines }, 'waiter');
    const unsent = `/orders/${orderId}/lines/${more.lines.at(-1)?.id}/void`;
    await place.do('POST', unsent, { quantity: 2, reason: 'typo' }, 'waiter');
    const bill = await place.do<Bill>('POST', `/orders/${orderId}/bill`, {}, 'waiter');
    billId = bill.id;
    await place.do('POST', `/bills/${billId}/cancel`, { reason: 'wrong table' }, 'manager');
    await place.do('POST', `/orders/${orderId}/cancel`, { reason: 'they left' }, 'cashier');
  });
  const cashier = await person(place, 'cashier');
  t.match(entries, [
    {
      action: 'approval.granted',
      actor: waiter.id,
      subject: { kind: 'order', id: orderId },
      approvedBy: managerId,
      approverName: 'manager',
      details: { approvalId, for: 'order.voidLine' },
    },
    {
      action: 'order.lineVoided',
      actor: waiter.id,
      subject: { kind: 'order', id: orderId },
      approvedBy: managerId,
      reason: 'a hair in it',
      details: { item: 'Dal', quantity: 1, heard: 1, unitPrice: 26_000, approvalId },
    },
    {
      action: 'bill.cancelled',
      actor: managerId,
      subject: { kind: 'bill', id: billId },
      approvedBy: managerId,
      reason: 'wrong table',
      details: { approvalId: null },
    },
    {
      action: 'order.cancelled',
      actor: cashier.id,
      approvedBy: cashier.id,
      reason: 'they left',
      details: { heard: true, approvalId: null },
    },
  ]);
  t.equal(entries.length, 4, 'what nobody had heard of is no matter of trust');
});

t.test('audit: pages of any size give the same, newest first, and an outlet its own', async (t) => {
  const second = await place.api.expect<{ id: string }>(201, 'POST', '/outlets', {
    token: place.tokens.owner,
    body: { name: 'Second' },
  });
  for (let i = 0; i < 3; i++) await paired(place);
  const whole = await audit();
  for (const limit of [1, 2, 7]) t.same(await audit(limit), whole, `pages of ${limit}`);
  const times = whole.map(({ at, id }) => `${at} ${id}`);
  t.same(times, times.toSorted().toReversed());
  const token = place.tokens.owner;
  const there = `/outlets/${second.id}/audit`;
  const { data } = await place.api.expect<Page>(200, 'GET', there, { token });
  t.same(
    data,
    whole.filter(({ action }) => action === 'staff.created' || action === 'pin.set'),
    'people are the organization’s; devices and orders the outlet’s',
  );
  const theirs = await other.do<Page>('GET', '/audit');
  t.equal(theirs.data.length, 5);
  for (const role of ['cashier', 'waiter', 'kitchen'] as const) {
    t.match(await place.try('GET', '/audit', {}, role), { status: 403 }, role);
  }
  t.match(await place.try('GET', '/audit?cursor=nonsense'), { status: 422 });
});
