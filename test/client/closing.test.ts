import t from 'tap';
import { Device } from '../../client/device.js';
import { FileStore } from '../../client/node/file-store.js';
import { openTerminal } from '../../client/open-terminal.js';
import { Closed } from '../../client/problem.js';
import { ack } from './fake-answers.js';
import { FakeClock } from './fake-clock.js';
import { FakeWorld } from './fake-net.js';
import { until } from '../until.js';
import { openMemory } from './terminals.js';

const TAKEAWAY = { type: 'takeaway' as const, lines: [] };
const WAITER = { id: 'ravi', name: 'Ravi', role: 'waiter', organizationId: 'organization' };
const TOKENS = { accessToken: 'new', refreshToken: 'newer', user: WAITER, outlets: [] };

/** A world whose server answers a call only when it is let. */
function slowWorld() {
  const answers: (() => void)[] = [];
  const fetch = () =>
    new Promise<Response>((resolve) => {
      answers.push(() => resolve(Response.json({ ...TOKENS, expiresIn: 900 })));
    });
  const world = Object.assign(new FakeWorld(new FakeClock()), { fetch });
  const called = () => until(() => answers.length > 0, 'call of the server');
  return { world, called, answer: () => answers[0]?.() };
}

async function openIn(folder: string, world = new FakeWorld(new FakeClock())) {
  const store = await FileStore.open(folder, world);
  const device = await Device.open({ world, store, url: 'http://kotd.test', openTerminal });
  return { device, store, world };
}

t.test('closing: a login that is answered later changes nothing any more', async (t) => {
  const folder = t.testdir();
  const slow = slowWorld();
  const first = await openIn(folder, slow.world);
  const login = first.device.session.login('ravi@kotd.test', 'secret');
  await slow.called();
  await first.device.close();
  const second = await openIn(folder);
  t.teardown(() => second.device.close());
  await second.store.update([], () => [['stored', 1]]);
  slow.answer();
  await t.rejects(login, Closed, 'and whoever waits for it is told');
  t.equal(first.device.session.get(), null);
  await second.store.update([], () => [['stored', 2]]);
  await second.device.close();
  const third = await openIn(folder);
  t.teardown(() => third.device.close());
  t.strictSame(await third.store.list(''), [['stored', 2]]);
});

t.test(
  'closing: an exchange of tokens under way is given up, and the next program ends it',
  async (t) => {
    const folder = t.testdir();
    const old = { ...TOKENS, accessToken: 'old', refreshToken: 'older', expiresAt: 0 };
    const before = await FileStore.open(folder);
    await before.update([], () => [['session/person', { ...old, exchange: null }]]);
    await before.close();
    const slow = slowWorld();
    const first = await openIn(folder, slow.world);
    await first.device.terminal({ outlet: 'outlet', audience: ['floor'] });
    await slow.called();
    await first.device.close();

    const second = await openIn(folder);
    t.teardown(() => second.device.close());
    const till = await second.device.terminal({ outlet: 'outlet', audience: ['floor'] });
    slow.answer();
    await new Promise((resolve) => setImmediate(resolve));
    const { entry } = await till.queue('order.create', TAKEAWAY);
    await second.device.close();
    t.strictSame(slow.world.troubles, []);

    const third = await openIn(folder);
    t.teardown(() => third.device.close());
    const records = Object.fromEntries(await third.store.list(''));
    t.match(records['session/person'], { refreshToken: 'older', exchange: /.{26}/ });
    t.match(records['out/outlet/000000000001'], { id: entry.id });
  },
);

t.test('closing: a closed terminal takes nothing and keeps nobody waiting', async (t) => {
  const { world, terminal, device } = await openMemory(t);
  world.serve();
  const answered = await terminal.queue('order.create', TAKEAWAY);
  ack(world, answered.entry.id, { id: 'x' }, 1);
  const early = await terminal.queue('order.create', TAKEAWAY);
  const late = await terminal.queue('order.create', TAKEAWAY);
  const asked = early.answer();
  const racing = terminal.queue('order.create', TAKEAWAY);
  const closing = device.close();
  await t.rejects(asked, Closed, 'who has asked');
  await t.rejects(late.answer(), Closed, 'who asks only now');
  t.strictSame(await answered.answer(), { id: 'x' }, 'what was answered stays so');
  await closing;
  const raced = await racing;
  await t.rejects(raced.answer(), Closed, 'what was stored just before');
  await t.rejects(terminal.queue('order.create', TAKEAWAY), Closed);
  await t.rejects(terminal.command('order.create', TAKEAWAY), Closed);
  await t.rejects(terminal.outbox.retry(early.entry.id), Closed);
  await device.close();
});

t.test('closing: a device that was closed opens no terminal', async (t) => {
  const { device, world } = await openMemory(t);
  const opening = device.terminal({ outlet: 'other', audience: ['floor'] });
  const refused = t.rejects(opening, Closed, 'nor ends opening one');
  await device.close();
  await refused;
  await t.rejects(device.terminal({ outlet: 'third', audience: ['floor'] }), Closed);
  const { length } = world.sockets;
  await world.clock.advance(60_000);
  t.equal(world.sockets.length, length, 'nobody calls any more');
});
