import t from 'tap';
import { Memory } from '../../client/memory.js';
import { House } from '../domain/house.js';
import { FakeClock } from './fake-clock.js';
import { FakeWorld } from './fake-net.js';
import { openMemory } from './terminals.js';

/** A server that has a menu, and may be away. */
function served() {
  const house = House.open();
  const dosa = house.item('Dosa');
  const world = new FakeWorld(new FakeClock());
  const calls: string[] = [];
  const status = { now: 200 };
  const answers: Record<string, () => unknown> = {
    menu: () => ({ version: 1, categories: [], taxClasses: [], items: house.all('menuItem') }),
    stations: () => ({ data: house.all('station'), nextCursor: null }),
    outlet: () => house.outlet,
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const part = new URL(String(input)).pathname.split('/').at(-1) ?? '';
    const tag = new Headers(init?.headers).get('if-none-match');
    calls.push(`${part} ${tag ?? '-'}`);
    if (status.now === 0) throw new TypeError('no network');
    const code = status.now === 403 ? 'forbidden' : 'store_unavailable';
    const problem = { code, status: status.now, detail: '', retryable: status.now >= 500 };
    if (status.now >= 400) return Response.json(problem, { status: status.now });
    const body = JSON.stringify(answers[part]?.());
    const etag = `"${body.length}"`;
    if (tag === etag) return new Response(null, { status: 304 });
    return new Response(body, { headers: { etag } });
  };
  return { house, dosa, world: Object.assign(world, { fetch }), calls, status };
}

const changed = (item: object) => ({
  ...{ t: 'ev' as const, seq: 1, prev: 0, type: 'menu.availabilityChanged' },
  ...{ at: '2026-11-20T14:00:00.000Z', actor: 'asha', data: { item } },
});

t.test('library: read when there is a link, kept for when there is none', async (t) => {
  const { world, calls, house } = served();
  const memory = new Memory();
  const { terminal, device } = await openMemory(t, memory, world);
  t.match(terminal.catalog.get(), { outlet: null, menu: null });
  let told = 0;
  terminal.catalog.subscribe(() => told++);
  world.serve();
  await world.clock.advance(100);
  t.strictSame(terminal.catalog.get().outlet, house.outlet);
  t.equal(terminal.catalog.get().items.size, 1);
  t.ok(told > 0);
  t.strictSame(calls.sort(), ['menu -', 'outlet -', 'stations -']);
  await device.close();

  const next = await openMemory(t, memory, Object.assign(served().world, { fetch: world.fetch }));
  t.equal(next.terminal.catalog.get().items.size, 1, 'before anybody was asked');
  calls.length = 0;
  next.world.serve();
  await next.world.clock.advance(100);
  t.notMatch(calls.join(), /-/, 'asked only whether it changed');
});

t.test('library: what has run out is not sold while the menu is on its way', async (t) => {
  const { world, calls, house, dosa } = served();
  const { terminal } = await openMemory(t, new Memory(), world);
  const socket = world.serve();
  await world.clock.advance(100);
  calls.length = 0;
  const gone = house.availability(dosa.id, false);
  socket.deliver(changed(gone));
  t.equal(terminal.catalog.get().items.get(dosa.id)?.available, false, 'at once');
  t.strictSame(calls, []);
  await world.clock.advance(2_000);
  t.match(calls, [/^menu "/], 'and the whole menu a little later, once');
  socket.deliver({ ...changed({ ...gone, rev: 9, archived: true }), seq: 2, prev: 1 });
  t.equal(terminal.catalog.get().items.size, 0, 'archived is gone');
});

t.test(
  'library: a server that cannot say is asked again; one that may not is asked by the next',
  async (t) => {
    for (const now of [503, 0]) {
      const { world, status, calls } = served();
      status.now = now;
      const { terminal } = await openMemory(t, new Memory(), world);
      const socket = world.serve();
      for (let second = 0; second < 20; second++) {
        await world.clock.advance(1_000);
        socket.deliver(world.pos(0));
      }
      t.equal(terminal.catalog.get().menu, null);
      t.ok(calls.length > 6, `${now}: ${calls.length} calls`);
      status.now = 200;
      for (let second = 0; second < 40; second++) {
        await world.clock.advance(1_000);
        socket.deliver(world.pos(0));
      }
      t.not(terminal.catalog.get().menu, null);
      t.strictSame(world.troubles, []);
    }
    const { world, status, calls } = served();
    status.now = 403;
    const { tokens } = await openMemory(t, new Memory(), world);
    const socket = world.serve();
    await world.clock.advance(5_000);
    t.equal(calls.length, 3);
    socket.break();
    tokens.become('of somebody else', { ...tokens.get(), user: { id: 'ravi' } } as never);
    await world.clock.advance(10);
    world.serve();
    await world.clock.advance(10);
    t.equal(calls.length, 6);
  },
);

t.test('library: a line that breaks all the time does not ask all the time', async (t) => {
  const { world, calls } = served();
  await openMemory(t, new Memory(), world);
  for (let turn = 0; turn < 10; turn++) {
    world.serve();
    await world.clock.advance(10);
    world.socket.break();
    await world.clock.advance(1_000);
  }
  t.equal(calls.length, 3);
  await world.clock.advance(60_000);
  world.serve();
  await world.clock.advance(10);
  t.equal(calls.length, 6);
});
