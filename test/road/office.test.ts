import t from 'tap';
import type { Category, Menu, MenuItem, TaxClass } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Outlet, Station, Table } from '../../src/domain/shapes/organization.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

const code = ({ status, body }: { status: number; body: object }) => {
  const { code, usedBy } = body as { code?: string; usedBy?: string };
  return usedBy === undefined ? [status, code] : [status, code, usedBy];
};

t.test(
  'menu: an item that is archived leaves it, orders keep their lines, and it can come back',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const [dal] = place.items as [MenuItem];
    const order = await place.order(place.tables[0]);
    const patch = (body: object) => place.try<MenuItem>('PATCH', `/menu/items/${dal.id}`, { body });
    t.match((await patch({ archived: true })).body, { archived: true, name: 'Dal' });
    const menu = await place.do<Menu>('GET', '/menu');
    t.notOk(menu.items.some(({ id }) => id === dal.id));
    const whole = await place.do<Menu>('GET', '/menu?archived=true');
    t.ok(whole.items.some(({ id }) => id === dal.id));

    const lines = [{ itemId: dal.id, quantity: 1 }];
    const again = await place.try('POST', `/orders/${order.id}/lines`, { body: { lines } });
    t.strictSame(code(again), [409, 'item_unavailable']);
    await place.do('POST', `/orders/${order.id}/send`, {});
    const bill = await place.do<{ lines: object[] }>('POST', `/orders/${order.id}/bill`, {});
    t.match(bill.lines[0], { name: 'Dal', quantity: 1 }, 'what was ordered is cooked and billed');

    t.strictSame(code(await patch({ price: 1 })), [409, 'archived']);
    t.match((await patch({ archived: false, price: 1 })).body, { archived: false, price: 1 });
    t.ok((await place.do<Menu>('GET', '/menu')).items.some(({ id }) => id === dal.id));
  },
);

t.test('menu: a code is of one item, also when two take it at once', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const [dal, thali, lassi] = place.items as [MenuItem, MenuItem, MenuItem];
  const patch = (item: MenuItem, body: object) =>
    place.try<MenuItem>('PATCH', `/menu/items/${item.id}`, { body });
  const both = await Promise.all([patch(dal, { code: '7a' }), patch(thali, { code: '7A' })]);
  t.strictSame(both.map(({ status }) => status).sort(), [200, 409]);
  const [winner, loser] = both[0]?.status === 200 ? [dal, thali] : [thali, dal];
  t.match((await patch(loser, { code: '8', food: 'veg', hsn: '22029990' })).body, {
    code: '8',
    food: 'veg',
    hsn: '22029990',
  });
  await place.do('PATCH', `/menu/items/${winner.id}`, { archived: true });
  t.equal((await patch(lassi, { code: '7a' })).status, 200, 'that of an archived item is free');
  t.strictSame(code(await patch(winner, { archived: false })), [409, 'name_taken']);
  t.match((await patch(winner, { archived: false, code: null })).body, { code: null });
  const body = { name: 'New', price: 1, taxClassId: dal.taxClassId, code: '8' };
  t.strictSame(code(await place.try('POST', '/menu/items', { body })), [409, 'name_taken']);
  const order = await place.do<Order>('POST', '/orders', {
    type: 'takeaway',
    lines: [{ itemId: loser.id, quantity: 1 }],
  });
  t.equal(order.lines[0]?.hsn, '22029990', 'its own code goes before that of the tax class');
});

t.test('menu: it is shown in its order, and can be put into another', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const [first, second] = await Promise.all([
    place.do<Category>('POST', '/menu/categories', { name: 'First', position: 9 }),
    place.do<Category>('POST', '/menu/categories', { name: 'Second', position: 3 }),
  ]);
  const names = async () => {
    const menu = await place.do<Menu>('GET', '/menu');
    return [menu.categories.map(({ name }) => name), menu.items.map(({ name }) => name)];
  };
  t.strictSame(await names(), [
    ['Second', 'First'],
    ['Dal', 'Thali', 'Lassi'],
  ]);
  const [dal, thali, lassi] = place.items.map(({ id }) => id);
  const order = { categoryIds: [first.id, second.id], itemIds: [lassi, dal, thali] };
  t.strictSame(await place.do('PUT', '/menu/order', order), { categories: 2, items: 3 });
  t.strictSame(await names(), [
    ['First', 'Second'],
    ['Lassi', 'Dal', 'Thali'],
  ]);
  t.strictSame(await place.do('PUT', '/menu/order', order), { categories: 0, items: 0 });
  t.strictSame(await place.do('PUT', '/menu/order', { itemIds: [dal, lassi] }), {
    categories: 0,
    items: 2,
  });
  t.strictSame((await names())[1], ['Dal', 'Lassi', 'Thali']);
  const unknown = await place.try('PUT', '/menu/order', { body: { itemIds: ['no'] } });
  t.match(unknown, { status: 404, body: { errors: [{ pointer: '/itemIds/0' }] } });
});

t.test(
  'menu: categories and tax classes change, and are archived only when nothing uses them',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const [dal] = place.items as [MenuItem];
    const hot = await place.do<Category>('POST', '/menu/categories', { name: 'Hot' });
    await place.do('POST', '/menu/categories', { name: 'Cold' });
    await place.do('PATCH', `/menu/items/${dal.id}`, { categoryId: hot.id });
    const category = (body: object) => place.try('PATCH', `/menu/categories/${hot.id}`, { body });
    t.match((await category({ name: 'Warm' })).body, { name: 'Warm', rev: 2 });
    t.strictSame(code(await category({ name: 'cold' })), [409, 'name_taken']);
    t.strictSame(code(await category({ archived: true })), [409, 'in_use', 'items']);
    await place.do('PATCH', `/menu/items/${dal.id}`, { archived: true });
    t.match((await category({ archived: true })).body, { archived: true });
    t.strictSame(code(await category({ name: 'x' })), [409, 'archived']);
    const reborn = await place.do<Category>('POST', '/menu/categories', { name: 'Warm' });
    t.strictSame(code(await category({ archived: false })), [409, 'name_taken']);
    const back = (body: object) => place.try('PATCH', `/menu/items/${dal.id}`, { body });
    t.match(await back({ archived: false }), {
      status: 404,
      body: { errors: [{ pointer: '/categoryId' }] },
    });
    t.equal((await back({ archived: false, categoryId: reborn.id })).status, 200);

    const taxClass = (body: object) =>
      place.try<TaxClass>('PATCH', `/menu/tax-classes/${dal.taxClassId}`, { body });
    const before = await place.order();
    t.match((await taxClass({ rate: 1200, hsn: '996332' })).body, { rate: 1200, rev: 2 });
    const after = await place.order();
    t.strictSame([before.lines[0]?.rate, after.lines[0]?.rate], [500, 1200]);
    t.match((await place.do<Order>('GET', `/orders/${before.id}`)).lines[0], { rate: 500 });
    t.strictSame(code(await taxClass({ archived: true })), [409, 'in_use', 'items']);
    const unused = await place.do<TaxClass>('POST', '/menu/tax-classes', {
      name: 'Unused',
      rate: 0,
      inclusive: false,
    });
    await place.do('PATCH', `/menu/tax-classes/${unused.id}`, { archived: true });
    const item = { name: 'X', price: 1, taxClassId: unused.id };
    t.strictSame(code(await place.try('POST', '/menu/items', { body: item })), [404, 'not_found']);
  },
);

t.test(
  'tables: they move on the plan while guests sit, and are archived when they are free',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const [one, two] = place.tables as [Table, Table];
    const screen = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => screen.close());
    const patch = (table: Table, body: object) =>
      place.try<Table>('PATCH', `/tables/${table.id}`, { body });
    const order = await place.order(one);
    t.match((await patch(one, { x: 100, y: 900, shape: 'round', seats: 6, section: null })).body, {
      x: 100,
      y: 900,
      shape: 'round',
      seats: 6,
      section: null,
      state: 'busy',
      orderId: order.id,
    });
    t.match(await screen.next(({ type }) => type === 'table.changed'), {
      data: { table: { id: one.id, x: 100 } },
    });
    t.strictSame(code(await patch(one, { name: 't2' })), [409, 'name_taken']);
    t.strictSame(code(await patch(one, { archived: true })), [409, 'table_busy']);
    t.strictSame(code(await patch(one, { x: 1001 })), [422, 'invalid']);
    t.match((await patch(two, { archived: true })).body, { archived: true });
    const seat = { type: 'dineIn', tableId: two.id, lines: [] };
    t.strictSame(code(await place.try('POST', '/orders', { body: seat })), [409, 'archived']);
    const transfer = { tableId: two.id };
    const moved = await place.try('POST', `/orders/${order.id}/transfer`, { body: transfer });
    t.strictSame(code(moved), [409, 'archived']);

    const names = async (query = '') =>
      (await place.do<{ data: Table[] }>('GET', `/tables${query}`)).data.map(({ name }) => name);
    t.strictSame(await names(), ['T1', 'T3', 'T4']);
    t.strictSame(await names('?archived=true'), ['T1', 'T2', 'T3', 'T4']);
    const late = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => late.close());
    const { snapshot } = (await late.next((frame) => frame.t === 'reset')) as unknown as {
      snapshot: { tables: Table[] };
    };
    t.strictSame(snapshot.tables.map(({ name }) => name).sort(), ['T1', 'T3', 'T4']);
    await place.do('POST', '/tables', { name: 'T2', x: 1, y: 2 });
    t.strictSame(code(await patch(two, { archived: false })), [409, 'name_taken']);
  },
);

t.test(
  'tables: one that guests take while it is archived is theirs, or is archived; never both',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    for (const table of place.tables) {
      const [archived, seated] = await Promise.all([
        place.try('PATCH', `/tables/${table.id}`, { body: { archived: true } }),
        place.try('POST', '/orders', { body: { type: 'dineIn', tableId: table.id, lines: [] } }),
      ]);
      t.ok(
        (archived.status === 200) !== (seated.status === 201),
        JSON.stringify([code(archived), code(seated)]),
      );
    }
  },
);

t.test('stations: one is archived only when nothing leads to it', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const [kitchen, bar] = place.stations as [Station, Station];
  const patch = (station: Station, body: object) =>
    place.try<Station>('PATCH', `/stations/${station.id}`, { body });
  const archive = (station: Station) => patch(station, { archived: true });
  t.match((await patch(bar, { name: 'Juice bar' })).body, { name: 'Juice bar', rev: 2 });
  t.strictSame(code(await patch(bar, { name: 'KITCHEN' })), [409, 'name_taken']);
  t.strictSame(code(await archive(kitchen)), [409, 'in_use', 'defaultStation']);
  await place.do('PUT', '/routing', {
    routing: [{ from: kitchen.id, to: bar.id, after: '23:59', before: '23:58' }],
  });
  t.strictSame(code(await archive(bar)), [409, 'in_use', 'routing']);
  await place.do('PUT', '/routing', { routing: [] });
  t.strictSame(code(await archive(bar)), [409, 'in_use', 'items']);

  const order = await place.order();
  const { tickets } = await place.do<{ tickets: { id: string; stationId: string }[] }>(
    'POST',
    `/orders/${order.id}/send`,
    {},
  );
  for (const item of place.items) {
    await place.do('PATCH', `/menu/items/${item.id}`, { stationIds: [kitchen.id] });
  }
  t.strictSame(code(await archive(bar)), [409, 'in_use', 'openTickets']);
  for (const { id } of tickets) {
    for (const step of ['start', 'ready', 'bump'])
      await place.do('POST', `/tickets/${id}/${step}`, {});
  }
  t.strictSame(code(await archive(bar)), [409, 'in_use', 'openOrders'], 'a void would go there');
  const bill = await place.do<{ id: string; payable: number }>(
    'POST',
    `/orders/${order.id}/bill`,
    {},
  );
  t.strictSame(code(await archive(bar)), [409, 'in_use', 'openOrders'], 'it could be opened again');
  await place.do('POST', `/bills/${bill.id}/payments`, { tender: 'upi', amount: bill.payable });
  t.match((await archive(bar)).body, { archived: true });

  const { data } = await place.do<{ data: Station[] }>('GET', '/stations');
  t.strictSame(
    data.map(({ name }) => name),
    ['Kitchen'],
  );
  for (const [method, path, body] of [
    ['PATCH', '', { defaultStationId: bar.id }],
    ['PUT', '/routing', { routing: [{ from: kitchen.id, to: bar.id }] }],
    ['PATCH', `/menu/items/${place.items[0]?.id}`, { stationIds: [bar.id] }],
  ] as const) {
    t.equal((await place.try(method, path, { body })).status, 404, 'nothing new leads to it');
  }
});

for (const [what, preset] of [
  ['kitchen', { warnMinutes: 10, lateMinutes: 20 }],
  ['floor', { warnMinutes: 45, lateMinutes: 90 }],
] as const) {
  t.test(`outlet: the ages at which a screen colours what waits: ${what}`, async (t) => {
    const place = await Restaurant.open(kotd.url);
    t.strictSame((await place.do<Outlet>('GET', ''))[what], preset);
    const patch = (body: object) => place.try<Outlet>('PATCH', '', { body });
    t.strictSame((await patch({ name: 'Renamed' })).body[what], preset);
    const ages = { warnMinutes: 5, lateMinutes: 12 };
    t.strictSame((await patch({ [what]: ages })).body[what], ages);
    t.strictSame((await place.do<Outlet>('GET', ''))[what], ages);
    const early = await patch({ [what]: { warnMinutes: 12, lateMinutes: 12 } });
    t.match(early, { status: 422, body: { errors: [{ pointer: `/${what}/lateMinutes` }] } });
    t.equal((await patch({ [what]: { warnMinutes: 0, lateMinutes: 12 } })).status, 422);
  });
}

t.test(
  'office: a change that insists on a revision which is no longer the newest is refused',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const [table] = place.tables as [Table];
    const headers = { 'if-match': '"1"' };
    const patch = (body: object) => place.try('PATCH', `/tables/${table.id}`, { body, headers });
    t.equal((await patch({ seats: 2 })).headers.get('etag'), '"2"');
    t.strictSame(code(await patch({ seats: 3 })), [412, 'precondition_failed']);
  },
);
