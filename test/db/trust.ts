import type { Order } from '../../src/domain/shapes/order.js';
import type { Reply } from '../../src/handlers/road.js';
import type { Played } from './played.js';

const PIN = '2580';
const WRONG = '1379';

/**
 * What needs trust, in the first outlet: a till is paired and revoked, people log in by PIN until one is locked
 * out, a waiter takes back what a manager approved. Nothing hangs on chance.
 */
export async function playTrust(house: Played): Promise<void> {
  const [manager, waiter] = [house.person('manager'), house.person('waiter')];
  for (const { staffId } of [manager, waiter]) {
    await house.run({ type: 'staff.setPin', body: { staffId, pin: PIN }, outletId: null }, manager);
    await house.repeat(false);
  }
  await house.run(
    { type: 'staff.setPin', body: { staffId: waiter.staffId, pin: '1234' }, outletId: null },
    waiter,
  );
  await tills(house);
  await approvals(house);
  for (const name of ['audit.list', 'device.list']) await house.list(name, {});
  await house.ask('people.list', {});
}

async function tills(house: Played): Promise<void> {
  const [manager, waiter] = [house.person('manager'), house.person('waiter')];
  const [outletId = ''] = house.outletIds;
  const made = await house.run(
    { type: 'device.create', body: { name: 'Till', kind: 'pos' } },
    manager,
  );
  await house.repeat(false);
  const { device, code } = made.body as { device: { id: string }; code: string };
  const pairing = { type: 'auth.pair', body: { code }, outletId: null };
  const paired = await house.run(pairing, null);
  await house.repeat(false);
  await house.run(pairing, null);
  const { refreshToken } = paired.body as { refreshToken: string };
  const sessionId = refreshToken.split('.')[1] ?? '';
  const till = {
    ...waiter,
    staffId: device.id,
    role: 'terminal',
    sessionId,
    device: { id: device.id, outletId, sessionId },
  } as const;
  const { staffId } = waiter;
  for (const pin of [PIN, WRONG, WRONG, PIN, WRONG, WRONG, WRONG, WRONG, WRONG, PIN]) {
    await house.run({ type: 'auth.pin', body: { staffId, pin }, outletId: null }, till);
  }
  await house.run({ type: 'auth.refresh', body: { refreshToken }, outletId: null }, null);
  const on = { deviceId: device.id };
  await house.run({ type: 'device.renewCode', body: on }, manager);
  for (let i = 0; i < 2; i++) await house.run({ type: 'device.revoke', body: on }, manager);
}

async function approvals(house: Played): Promise<void> {
  const [manager, waiter] = [house.person('manager'), house.person('waiter')];
  const items = await house.ask<{ items: { id: string }[] }>('menu.read', {});
  const lines = [{ itemId: items.items[0]?.id, quantity: 5 }];
  const made = await house.run({ type: 'order.create', body: { type: 'takeaway', lines } }, waiter);
  const { id: orderId, lines: [line] = [] } = made.body as Order;
  await house.run({ type: 'order.send', body: { orderId } }, waiter);
  const grant = (action: string, pin = PIN): Promise<Reply> =>
    house.run(
      { type: 'approval.grant', body: { approverId: manager.staffId, pin, action, orderId } },
      waiter,
    );
  const idOf = ({ body }: Reply) => (body as { id: string }).id;
  const voiding = { orderId, lineId: line?.id, quantity: 1, reason: 'dropped' };
  await grant('order.voidLine', WRONG);
  const approvalId = idOf(await grant('order.voidLine'));
  for (const body of [voiding, { ...voiding, approvalId }, { ...voiding, approvalId }]) {
    await house.run({ type: 'order.voidLine', body }, waiter);
    await house.repeat(false);
  }
  const cancelling = { orderId, reason: 'left', approvalId: idOf(await grant('order.cancel')) };
  await house.run({ type: 'order.cancel', body: cancelling }, waiter);
}
