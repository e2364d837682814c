import t, { type Test } from 'tap';
import { childrenOf, signalTo } from '../../fleet/process.js';
import type { Event } from '../../src/domain/decision.js';
import type { Outlet, Station } from '../../src/domain/shapes/organization.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { type Frame, Socket } from '../socket.js';
import { paired } from '../terminals.js';
import { until } from '../until.js';

const kotd = await Kotd.start({ KOTD_HEARTBEAT_MS: '500' });
t.teardown(() => kotd.remove());

const ticketIn = ({ data }: Frame) => (data as { ticket: Ticket }).ticket;
const tells = (type: string, id?: string) => (frame: Frame) =>
  frame.t === 'ev' && frame.type === type && (id === undefined || ticketIn(frame).id === id);

/** A restaurant whose bar shows what the kitchen's screens do not; tickets are awaited for a second. */
async function open(t: Test, at = kotd) {
  const place = await Restaurant.open(at.url);
  const [kitchen, bar] = place.stations as [Station, Station];
  await place.do('PATCH', '', { unseenAfterSeconds: 1 });
  await place.do('PATCH', `/stations/${kitchen.id}`, { fallbackStationId: bar.id });
  const dal = place.items[0]?.id;
  /** Sends a new order of the kitchen's; answers its ticket. */
  const send = async (type = 'takeaway') => {
    const lines = [{ itemId: dal, quantity: 1 }];
    const { id } = await place.do<{ id: string }>('POST', '/orders', { type, lines });
    const sent = await place.do<{ tickets: [Ticket] }>('POST', `/orders/${id}/send`, {});
    return sent.tickets[0];
  };
  const screen = async (station: Station, role: 'kitchen' | 'manager' = 'kitchen') => {
    const socket = await Socket.open(at.url, place, role, [`kitchen/${station.id}`]);
    t.teardown(() => socket.close());
    return socket;
  };
  const floor = await Socket.open(at.url, place, 'waiter', ['floor']);
  t.teardown(() => floor.close());
  const read = (id: string) => place.do<Ticket>('GET', `/tickets/${id}`);
  const events = async () =>
    (await place.do<{ events: Event[] }>('GET', '/events?limit=1000')).events;
  const told = async (type: string) => (await events()).filter((event) => event.type === type);
  /** Acknowledges a first ticket, so that the kitchen is watched from now on. */
  const equip = async () => {
    const display = await screen(kitchen);
    const { id } = await send();
    await display.command('kitchen.shown', { ticketIds: [id] });
    return display;
  };
  return { place, kitchen, bar, send, screen, floor, read, events, told, equip };
}

t.test('shown: a display says which tickets it has, and all who see them hear of it', async (t) => {
  const { place, kitchen, send, screen, floor, read } = await open(t);
  const [one, two] = [await send('delivery'), await send('takeaway')];
  t.strictSame([one.orderType, two.orderType], ['delivery', 'takeaway']);
  const device = await paired(place, 'kds');
  const tokens = { ...place.tokens, kitchen: device.accessToken };
  const display = await Socket.open(kotd.url, { ...place, tokens }, 'kitchen', [
    `kitchen/${kitchen.id}`,
  ]);
  t.teardown(() => display.close());
  const other = await screen(kitchen);
  const ids = [one.id, two.id];
  const taken = await display.command<object>('kitchen.shown', { ticketIds: [...ids, 'nothing'] });
  t.match(taken, { t: 'ack', result: { ticketIds: ids } });
  for (const socket of [display, other, floor]) {
    for (const id of ids) {
      const { shown } = ticketIn(await socket.next(tells('ticket.shown', id)));
      t.match(shown, { by: device.device.id, deviceId: device.device.id });
    }
  }
  const { shown, rev } = await read(one.id);
  const again = await other.command<object>('kitchen.shown', { ticketIds: ids });
  t.match(again, { t: 'ack', result: { ticketIds: [] }, seq: null }, 'and nothing was written');
  t.strictSame([(await read(one.id)).shown, (await read(one.id)).rev], [shown, rev]);
  const body = { ticketIds: ids };
  const overHttp = await place.try('POST', '/tickets:shown', { body }, 'kitchen');
  t.match(overHttp, { status: 200, body: { ticketIds: [] } });
  t.equal((await place.try('POST', '/tickets:shown', { body }, 'waiter')).status, 403);
});

t.test('shown: of displays that say it at the same moment one is written', async (t) => {
  const { kitchen, send, screen, told } = await open(t);
  const displays = await Promise.all([1, 2, 3, 4].map(() => screen(kitchen)));
  const ids = (await Promise.all(Array.from({ length: 12 }, () => send()))).map(({ id }) => id);
  const answers = await Promise.all(
    displays.map((display) =>
      display.command<{ ticketIds: string[] }>('kitchen.shown', { ticketIds: ids }),
    ),
  );
  t.strictSame(answers.flatMap(({ result }) => result?.ticketIds ?? []).sort(), [...ids].sort());
  t.equal((await told('ticket.shown')).length, ids.length);
});

t.test('shown: whoever bumps meanwhile is not in its way, nor it in theirs', async (t) => {
  const { kitchen, send, screen, read } = await open(t);
  const [display, cook] = [await screen(kitchen), await screen(kitchen, 'manager')];
  const tickets = await Promise.all(Array.from({ length: 20 }, () => send()));
  const ids = tickets.map(({ id }) => id);
  const [shown, ...steps] = await Promise.all([
    display.command('kitchen.shown', { ticketIds: ids }),
    ...ids.map(async (ticketId) => {
      for (const step of ['start', 'ready', 'bump']) {
        const { t: answer } = await cook.command(`ticket.${step}`, { ticketId });
        if (answer !== 'ack') return `${step} of ${ticketId}`;
      }
      return null;
    }),
  ]);
  t.equal(shown?.t, 'ack');
  t.strictSame(
    steps.filter((wrong) => wrong !== null),
    [],
  );
  for (const id of ids) t.match(await read(id), { open: false, state: 'served' });
});

t.test('unseen: it is told on the floor, and the fallback has it: live, new, back', async (t) => {
  const { place, kitchen, bar, send, screen, floor, read, told, equip } = await open(t);
  const display = await equip();
  const live = await screen(bar);
  const away = await screen(bar);
  const welcome = await away.next((frame) => frame.t === 'welcome');
  away.close();
  const { id, showBy, createdAt } = await send();
  t.equal(Date.parse(showBy ?? '') - Date.parse(createdAt), 1_000);
  for (const socket of [floor, display, live]) {
    const ticket = ticketIn(await socket.next(tells('ticket.unseen', id)));
    t.match(ticket, { fallbackStationId: bar.id, stationId: kitchen.id, unseenAt: String });
    t.ok((ticket.unseenAt ?? '') >= (showBy ?? '~'), 'not before its time');
  }
  t.match(await told('ticket.unseen'), [{ actor: 'kotd' }]);

  const fresh = await screen(bar);
  const reset = await fresh.next((frame) => frame.t === 'reset');
  const { tickets } = reset.snapshot as { tickets: Ticket[] };
  t.strictSame(
    tickets.map((ticket) => ticket.id),
    [id],
  );
  const resume = { epoch: String(welcome.epoch), seq: Number(welcome.seq) };
  const back = await Socket.open(kotd.url, place, 'kitchen', [`kitchen/${bar.id}`], { resume });
  t.teardown(() => back.close());
  t.ok(await back.next(tells('ticket.unseen', id)));
  const list = (path: string) =>
    place.do<{ data: Ticket[]; nextCursor: string | null }>('GET', `/stations/${path}`);
  t.match(await list(`${bar.id}/tickets`), { data: [{ id }], nextCursor: null });
  t.equal((await list(`${kitchen.id}/tickets`)).data.length, 2, 'and it is still at its own');

  t.equal((await live.command('kitchen.shown', { ticketIds: [id] })).t, 'ack');
  t.ok((await read(id)).shown, 'the fallback has it');
  for (const step of ['start', 'ready', 'bump']) {
    t.equal((await live.command(`ticket.${step}`, { ticketId: id })).t, 'ack', step);
  }
  for (const socket of [display, live, fresh, back, floor]) {
    t.match(ticketIn(await socket.next(tells('ticket.served', id))), { open: false });
  }
  const twice = await display.command('ticket.bump', { ticketId: id });
  t.match(twice, { problem: { code: 'wrong_step' } }, 'bumped once, wherever');
  t.match(await list(`${bar.id}/tickets`), { data: [] });
});

t.test('unseen: the pages of a station go on with what it shows for others', async (t) => {
  const { place, bar, send, floor, equip } = await open(t);
  await equip();
  const lassi = [{ itemId: place.items[2]?.id, quantity: 1 }];
  const own: string[] = [];
  for (let i = 0; i < 2; i++) {
    const order = { type: 'takeaway', lines: lassi };
    const { id } = await place.do<{ id: string }>('POST', '/orders', order);
    const sent = await place.do<{ tickets: Ticket[] }>('POST', `/orders/${id}/send`, {});
    own.push(...sent.tickets.map((ticket) => ticket.id));
  }
  const others = [(await send()).id, (await send()).id, (await send()).id];
  for (const id of others) await floor.next(tells('ticket.unseen', id));
  for (const limit of [1, 2, 3, 4, 5]) {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: { data: Ticket[]; nextCursor: string | null } = await place.do(
        'GET',
        `/stations/${bar.id}/tickets?limit=${limit}${query}`,
      );
      found.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    t.strictSame(found, [...own, ...others], `pages of ${limit}`);
  }
  const bad = await place.try('GET', `/stations/${bar.id}/tickets?cursor=also.nonsense`);
  t.match(bad, { status: 422, body: { code: 'invalid' } });
});

t.test(
  'unseen: a house without displays, and one that wants no alerts, hear nothing',
  async (t) => {
    const silent = await open(t);
    const off = await open(t);
    const watched = await open(t);
    await Promise.all([off.equip(), watched.equip()]);
    await off.place.do('PATCH', '', { unseenAfterSeconds: 0 });
    const [one, two] = [await silent.send(), await off.send()];
    t.notOk('showBy' in one || 'showBy' in two);
    // Tickets are told of in their order: when this one is, the others would have been.
    const { id } = await watched.send();
    await watched.floor.next(tells('ticket.unseen', id));
    t.strictSame([await silent.told('ticket.unseen'), await off.told('ticket.unseen')], [[], []]);
  },
);

t.test('unseen: it is counted, and the log names the station', async (t) => {
  const { kitchen, send, floor, equip } = await open(t);
  const count = async () => {
    const text = await (await fetch(`${kotd.url}/metrics`)).text();
    return Number(/^kotd_tickets_unseen_total (\d+)$/m.exec(text)?.[1]);
  };
  const before = await count();
  await equip();
  const { id } = await send();
  await floor.next(tells('ticket.unseen', id));
  await until(async () => (await count()) === before + 1, 'count of it');
  await until(() => kotd.output.includes(id), 'line of the log');
  const line = kotd.output.split('\n').find((one) => one.includes(id)) ?? '';
  t.match(JSON.parse(line), {
    level: 'warn',
    msg: 'no display has acknowledged a ticket in time',
    stationId: kitchen.id,
    ticketId: id,
  });
});

t.test('fallback: it is a station of the outlet, and cannot be archived', async (t) => {
  const { place, kitchen, bar } = await open(t);
  const patch = (station: Station, body: object) =>
    place.try<Station>('PATCH', `/stations/${station.id}`, { body });
  t.match(await patch(kitchen, { fallbackStationId: kitchen.id }), {
    status: 422,
    body: { errors: [{ pointer: '/fallbackStationId' }] },
  });
  t.equal((await patch(kitchen, { fallbackStationId: 'nothing' })).status, 404);
  await place.do('PATCH', `/menu/items/${place.items[1]?.id}`, { stationIds: [kitchen.id] });
  await place.do('PATCH', `/menu/items/${place.items[2]?.id}`, { stationIds: [kitchen.id] });
  t.match(await patch(bar, { archived: true }), { status: 409, body: { usedBy: 'fallback' } });
  t.match(await patch(kitchen, { fallbackStationId: null }), { body: { fallbackStationId: null } });
  t.equal((await patch(bar, { archived: true })).status, 200);
  t.match(await patch(kitchen, { fallbackStationId: bar.id }), { status: 404 });
});

t.test('unseen: how long is a setting of the outlet, as long as it makes sense', async (t) => {
  const { place } = await open(t);
  const patch = (unseenAfterSeconds: number) =>
    place.try<Outlet>('PATCH', '', { body: { unseenAfterSeconds } });
  t.match(await patch(0), { status: 200, body: { unseenAfterSeconds: 0 } });
  t.equal((await patch(3601)).status, 422);
  t.equal((await patch(0.5)).status, 422);
  const fresh = await Restaurant.open(kotd.url);
  t.equal((await fresh.do<Outlet>('GET', '')).unseenAfterSeconds, 30, 'unless set');
});

t.test(
  'unseen: whichever workers are killed, each ticket is told of, and once',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const box = await Kotd.start({ KOTD_WORKERS: '2', KOTD_HEARTBEAT_MS: '500' });
    t.teardown(() => box.remove());
    const { place, send, told, equip } = await open(t, box);
    await equip();
    const sent: string[] = [];
    for (let round = 0; round < 3; round++) {
      sent.push((await send()).id, (await send()).id);
      // The one that watches is among them.
      const workers = await childrenOf(box.process.pid);
      for (const worker of workers) signalTo(worker, 'SIGKILL');
      const isBack = async () => (await place.try('GET', '').catch(() => null))?.status === 200;
      await until(isBack, 'worker that answers', 30_000);
    }
    const ids = async () =>
      (await told('ticket.unseen')).map(({ data }) => (data.ticket as Ticket).id);
    await until(async () => (await ids()).length >= sent.length, 'word of each', 30_000);
    t.strictSame((await ids()).sort(), sent.sort());
    t.equal(await box.stop(), 0);
    const store = await box.openStore();
    t.strictSame(await auditStore(store), []);
    await store.close();
  },
);

t.test('afterwards: every invariant holds in the store', async (t) => {
  t.notMatch(kotd.output, /unforeseen|watch over the kitchens failed/);
  t.equal(await kotd.stop(), 0);
  const store = await kotd.openStore();
  t.strictSame(await auditStore(store), []);
  await store.close();
});
