import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openDevice } from '../../client/node.js';
import { SignedOut } from '../../client/problem.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { settled } from './tills.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2', KOTD_HEARTBEAT_MS: '400' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const PIN = '4711';

interface Made {
  code: string;
  device: { id: string };
}

const made = (kind: 'pos' | 'kds') =>
  place.do<Made>('POST', '/devices', { name: randomUUID(), kind });

async function newDevice(t: Test) {
  const store = await mkdtemp(join(tmpdir(), 'kotd-till-'));
  const open = () => openDevice({ url: kotd.url, store });
  t.teardown(() => rm(store, { recursive: true, force: true }));
  return { open };
}

t.test('device: a till is paired once, and people enter with their PIN', async (t) => {
  const { open } = await newDevice(t);
  const device = await open();
  await t.rejects(device.enter('somebody', PIN), SignedOut, 'nobody enters an unpaired till');
  await t.rejects(device.pair('0000-0000'), { code: 'pairing_code_invalid' });
  const { code } = await made('pos');
  const paired = await device.pair(code);
  t.match(paired, { device: { kind: 'pos' }, outlet: { id: place.outlet } });
  t.match(device.pairing.get(), { user: { role: 'terminal' }, outlets: [{ id: place.outlet }] });

  const { people } = await device.self();
  const cashier = people.find(({ role }) => role === 'cashier')?.id ?? '';
  await place.api.expect(204, 'PUT', `/staff/${cashier}/pin`, {
    token: place.tokens.owner,
    body: { pin: PIN },
  });
  await t.rejects(device.enter(cashier, '4712'), { code: 'wrong_pin' });
  const person = await device.enter(cashier, PIN);
  t.match(person, { user: { id: cashier, role: 'cashier' } });
  const till = await device.terminal({ outlet: place.outlet, audience: ['floor', 'bills'] });
  const order = await till.command('order.create', { type: 'takeaway', lines: [] });
  t.equal(order.createdBy, cashier);
  await device.close();

  const again = await open();
  t.teardown(() => again.close());
  t.strictSame(again.session.get(), person, 'still there after a restart');
  t.ok(again.pairing.get());
});

t.test('device: who enters next is who commands next', async (t) => {
  const { open } = await newDevice(t);
  const device = await open();
  t.teardown(() => device.close());
  const { code } = await made('pos');
  await device.pair(code);
  const { people } = await device.self();
  const [waiter = '', manager = ''] = ['waiter', 'manager'].map(
    (wanted) => people.find(({ role }) => role === wanted)?.id,
  );
  for (const id of [waiter, manager]) {
    await place.api.expect(204, 'PUT', `/staff/${id}/pin`, {
      token: place.tokens.owner,
      body: { pin: PIN },
    });
  }
  await device.enter(waiter, PIN);
  const till = await device.terminal({ outlet: place.outlet, audience: ['floor'] });
  await settled(till);
  await device.enter(manager, PIN);
  const order = await till.command('order.create', { type: 'takeaway', lines: [] });
  t.equal(order.createdBy, manager);

  await device.session.logout();
  await until(() => till.connection.get().phase === 'signedOut', 'till that nobody works at');
  const { entry, answer } = await till.queue('order.create', { type: 'takeaway', lines: [] });
  t.match(till.outbox.get().waiting, [{ id: entry.id, by: null }]);
  await device.enter(waiter, PIN);
  t.equal((await answer()).createdBy, waiter, 'sent on behalf of who is there then');
});

t.test('device: a kitchen screen needs nobody', async (t) => {
  const { open } = await newDevice(t);
  const device = await open();
  t.teardown(() => device.close());
  const { code, device: kds } = await made('kds');
  await device.pair(code);
  const [station] = place.stations;
  const screen = await device.terminal({
    outlet: place.outlet,
    audience: [`kitchen/${station?.id}`],
    tokens: device.pairing,
  });
  const heard: string[] = [];
  screen.on('ticket.created', ({ data }) => heard.push(data.ticket.id));
  await settled(screen);
  const order = await place.order();
  await place.do('POST', `/orders/${order.id}/send`, {});
  await until(() => heard.length === 1, 'ticket that is told once');
  const [id = ''] = heard;
  t.equal(screen.view.get().tickets.get(id)?.state, 'queued');
  await screen.command('ticket.start', { ticketId: id });
  await screen.command('ticket.ready', { ticketId: id });
  const bumped = await screen.command('ticket.bump', { ticketId: id });
  t.equal(bumped.items[0]?.steps.at(-1)?.by, kds.id);
  await settled(screen);
  t.equal(screen.view.get().tickets.size, 0);
  t.ok(screen.view.get().past.tickets.has(id), 'for a recall');
  await screen.command('ticket.recall', { ticketId: id });
  await settled(screen);
  t.equal(screen.view.get().tickets.get(id)?.state, 'ready');

  await place.do('POST', `/devices/${kds.id}/revoke`, {});
  await until(() => screen.connection.get().phase === 'signedOut', 'screen that was sent away');
  t.equal(device.pairing.get(), null);
});
