import { randomUUID } from 'node:crypto';
import t, { type Test } from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import type { Approval } from '../../src/domain/shapes/approval.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { Passwords } from '../../src/handlers/auth/passwords.js';
import type { Principal } from '../../src/handlers/auth/principal.js';
import { Principals } from '../../src/handlers/auth/principals.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { registry } from '../../src/handlers/index.js';
import { Road } from '../../src/handlers/road.js';
import type { Paired, Shown, Tokens as LoggedIn } from '../terminals.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PIN = '2580';
const WRONG = '1379';

/** A restaurant without doors, whose clock a test may turn; commands of two workers meet in its store. */
async function open(t: Test) {
  let now = Date.parse('2026-11-20T14:00:00.000Z');
  const clock = () => new Date(now).toISOString();
  const store = await openEmbedded({ folder: t.testdir(), newEpoch: randomUUID });
  t.teardown(() => store.close());
  const tokens = new Tokens('secret');
  const worker = () =>
    new Road({
      registry: registry(),
      store,
      passwords: new Passwords(4),
      tokens,
      now: clock,
      newId: randomUUID,
      published: () => undefined,
      failed(error) {
        throw error;
      },
    });
  const workers = [worker(), worker()];
  let turn = 0;
  let outletId: string | null = null;
  const run = async <B = Record<string, unknown>>(
    type: string,
    body: object,
    principal: Principal | null = null,
  ) => {
    const command = { id: null, type, outletId, principal, body, ifMatch: null, traceId: 'trace' };
    const reply = await workers[turn++ % workers.length]?.run(command);
    return { status: reply?.status, body: reply?.body as B };
  };
  const who = async (accessToken: string) =>
    await new Principals(store, tokens, () => now).authenticate(accessToken);

  const signUp = { name: 'House', ownerName: 'Asha', outletName: 'Main' };
  const login = { email: 'asha@test.kotd', password: 'a-good-password' };
  const founded = await run<LoggedIn>('organization.create', { ...signUp, ...login });
  outletId = founded.body.outlets[0]?.id ?? '';
  const owner = await who(founded.body.accessToken);
  await run('staff.setPin', { staffId: owner.staffId, pin: PIN }, owner);
  const device = async () => {
    const shown = await run<Shown>('device.create', { name: 'Till', kind: 'pos' }, owner);
    return shown.body;
  };
  const paired = async () => {
    const { body } = await run<Paired>('auth.pair', { code: (await device()).code });
    return { ...body, principal: await who(body.accessToken) };
  };
  const later = (ms: number) => {
    now += ms;
  };
  return { run, who, later, owner, device, paired, store, clock };
}

t.test('pairing: a code is good for ten minutes, and is swept after them', async (t) => {
  const { run, later, device, store, clock } = await open(t);
  const [one, other] = [await device(), await device()];
  later(10 * MINUTE - 1);
  t.equal((await run('auth.pair', { code: one.code })).status, 200);
  later(1);
  const late = { status: 401, body: { code: 'pairing_code_invalid' } };
  t.match(await run('auth.pair', { code: other.code }), late);
  later(1);
  await store.sweep(clock(), clock());
  t.match(await run('auth.pair', { code: other.code }), late);
});

t.test('lock: one minute, doubled by each further wrong PIN up to an hour', async (t) => {
  const { run, later, owner, paired } = await open(t);
  const till = await paired();
  const tryPin = (pin: string) => run('auth.pin', { staffId: owner.staffId, pin }, till.principal);
  for (let i = 0; i < 4; i++) t.match(await tryPin(WRONG), { status: 403 });
  const waits = [];
  for (let i = 0; i < 8; i++) {
    t.match(await tryPin(WRONG), { status: 403, body: { code: 'wrong_pin' } });
    const { status, body } = await tryPin(PIN);
    t.equal(status, 429, 'not even the right one');
    const seconds = Number(body.retryAfterSeconds);
    waits.push(seconds / 60);
    later(seconds * 1000 - 1);
    t.equal((await tryPin(PIN)).status, 429);
    later(1);
  }
  t.same(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
  t.equal((await tryPin(PIN)).status, 200);
  for (let i = 0; i < 4; i++) await tryPin(WRONG);
  t.equal((await tryPin(PIN)).status, 200, 'five are free again');
});

t.test('lock: wrong PINs are forgotten a day after the last', async (t) => {
  const { run, later, owner, paired, store, clock } = await open(t);
  const till = await paired();
  const tryPin = (pin: string) => run('auth.pin', { staffId: owner.staffId, pin }, till.principal);
  for (let i = 0; i < 4; i++) await tryPin(WRONG);
  later(DAY);
  for (let i = 0; i < 4; i++) t.equal((await tryPin(WRONG)).status, 403);
  t.equal((await tryPin(PIN)).status, 200);
  for (let i = 0; i < 4; i++) await tryPin(WRONG);
  later(DAY + 1);
  t.ok((await store.sweep(clock(), '2000-01-01T00:00:00.000Z')) > 0);
  for (let i = 0; i < 4; i++) t.equal((await tryPin(WRONG)).status, 403, 'swept or not');
  t.equal((await tryPin(PIN)).status, 200);
});

t.test('approval: good for two minutes', async (t) => {
  const { run, later, owner } = await open(t);
  const lines: unknown[] = [];
  const order = await run<Order>('order.create', { type: 'takeaway', lines }, owner);
  const orderId = order.body.id;
  const body = { approverId: owner.staffId, pin: PIN, action: 'order.cancel', orderId };
  const waiter: Principal = {
    ...owner,
    staffId: 'ravi',
    role: 'waiter',
    outletIds: [...owner.outletIds],
  };
  const [late, good] = [
    await run<Approval>('approval.grant', body, waiter),
    await run<Approval>('approval.grant', body, waiter),
  ];
  t.same([late.status, good.status], [201, 201]);
  const cancel = ({ body: { id } }: typeof late) =>
    run('order.cancel', { orderId, reason: 'left', approvalId: id }, waiter);
  later(2 * MINUTE);
  t.match(await cancel(late), { status: 403, body: { code: 'approval_invalid' } });
  later(-1);
  t.equal((await cancel(good)).status, 200);
});

t.test('sessions: a device idles for a month, a person on it for half a day', async (t) => {
  const { run, who, later, owner, paired } = await open(t);
  const till = await paired();
  const log = async () =>
    (await run<LoggedIn>('auth.pin', { staffId: owner.staffId, pin: PIN }, till.principal)).body;
  const refresh = (refreshToken: string) => run<LoggedIn>('auth.refresh', { refreshToken });
  const [first, second] = [await log(), await log()];
  later(12 * HOUR - 1);
  const renewed = await refresh(first.refreshToken);
  t.equal(renewed.status, 200);
  later(1);
  t.match(await refresh(second.refreshToken), { status: 401, body: { code: 'refresh_invalid' } });
  later(12 * HOUR - 2);
  t.equal((await refresh(renewed.body.refreshToken)).status, 200, 'each refresh gives it anew');
  later(29 * DAY);
  const month = await refresh(till.refreshToken);
  t.equal(month.status, 200);
  t.match(await who(month.body.accessToken), { staffId: till.device.id, role: 'terminal' });
  later(30 * DAY);
  t.equal((await refresh(month.body.refreshToken)).status, 401);
});

t.test('sessions: on a device everybody is of the device, and ends with it', async (t) => {
  const { run, who, owner, paired } = await open(t);
  const till = await paired();
  const body = { staffId: owner.staffId, pin: PIN };
  const { body: session } = await run<LoggedIn>('auth.pin', body, till.principal);
  const principal = await who(session.accessToken);
  const { id, outletId } = till.device;
  t.match(principal, { role: 'owner', staffId: owner.staffId, device: { id, outletId } });
  await run('device.revoke', { deviceId: id }, owner);
  await t.rejects(who(session.accessToken), { code: 'unauthenticated' });
  await t.rejects(who(till.accessToken), { code: 'unauthenticated' });
  const late = await run('auth.pin', body, till.principal);
  t.match(late, { status: 401 }, 'whoever believes the device still');
});
