import { randomUUID } from 'node:crypto';
import t from 'tap';
import { allows } from '../../src/domain/permissions.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { registry } from '../../src/handlers/index.js';
import type { AnyCommand, AnyQuery } from '../../src/handlers/spec.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { addDevice, paired, person } from '../terminals.js';

const ROLES: readonly Role[] = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'];
const TRACE = 'the-same-trace';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const [ours, theirs] = await Promise.all([Restaurant.open(kotd.url), Restaurant.open(kotd.url)]);

const { commands, queries } = registry();
type Route = { method: string; path: string; spec: AnyCommand | AnyQuery };
const routes: Route[] = [
  ...commands.flatMap((spec) =>
    [spec.path, spec.alsoPath ?? []].flat().map((path) => ({ method: spec.method, path, spec })),
  ),
  ...queries.map((spec) => ({ method: 'GET', path: spec.path, spec })),
];
const guarded = routes.filter(({ spec }) => spec.reach !== 'public');

/** The route with an outlet put in, and nothing under any other id. */
function at(path: string, outlet: string): string {
  return path.replace('{outletId}', outlet).replace(/\{\w+\}/g, () => randomUUID());
}

function call({ method, path }: Route, outlet: string, token: string | undefined) {
  const body = method === 'GET' ? {} : { body: {} };
  const headers = { 'x-request-id': TRACE };
  return ours.api.call<{ code: string }>(method, at(path, outlet), { token, headers, ...body });
}

t.test('every route: nobody without a token', async (t) => {
  for (const route of guarded) {
    const { status, body } = await call(route, ours.outlet, undefined);
    t.same([status, body.code], [401, 'unauthenticated'], `${route.method} ${route.path}`);
  }
});

for (const role of [...ROLES, 'terminal'] as const) {
  t.test(`every route: ${role} does what the table allows and nothing else`, async (t) => {
    const token = role === 'terminal' ? (await paired(ours)).accessToken : ours.tokens[role];
    for (const route of guarded) {
      const { permission } = route.spec;
      const allowed = permission === null || allows(permission, role);
      const { status, body } = await call(route, ours.outlet, token);
      const forbidden = status === 403 && body.code === 'forbidden';
      t.equal(!forbidden, allowed, `${route.method} ${route.path}: ${status}`);
      t.ok(status < 500, `${route.method} ${route.path}: ${status}`);
    }
  });
}

t.test(
  'every route of an outlet: a foreign one and one that is not give the same bytes',
  async (t) => {
    for (const route of guarded.filter(({ spec }) => spec.reach === 'outlet')) {
      const foreign = await call(route, theirs.outlet, ours.tokens.owner);
      const unknown = await call(route, randomUUID(), ours.tokens.owner);
      t.equal(foreign.status, 404, `${route.method} ${route.path}`);
      t.same(foreign.body, unknown.body, `${route.method} ${route.path}`);
    }
  },
);

t.test('every id in a path: a foreign one and one that is not give the same bytes', async (t) => {
  const order = await theirs.order(theirs.tables[0]);
  const { tickets } = await theirs.do<{ tickets: { id: string }[] }>(
    'POST',
    `/orders/${order.id}/send`,
    {},
  );
  const bill = await theirs.do<{ id: string }>('POST', `/orders/${order.id}/bill`, {});
  const category = await theirs.do<{ id: string }>('POST', '/menu/categories', { name: 'C' });
  const foreign: Record<string, string | undefined> = {
    orderId: order.id,
    lineId: order.lines[0]?.id,
    ticketId: tickets[0]?.id,
    billId: bill.id,
    itemId: theirs.items[0]?.id,
    stationId: theirs.stations[0]?.id,
    tableId: theirs.tables[0]?.id,
    taxClassId: theirs.menu.taxClasses[0]?.id,
    categoryId: category.id,
    staffId: (await person(theirs, 'waiter')).id,
    deviceId: (await addDevice(theirs)).device.id,
  };
  const bodies: Record<string, object> = {
    'order.change': { guests: 2 },
    'order.addLines': { lines: [{ itemId: ours.items[0]?.id, quantity: 1 }] },
    'order.changeLine': { quantity: 2 },
    'order.voidLine': { quantity: 1, reason: 'test' },
    'order.transfer': { tableId: ours.tables[0]?.id },
    'order.merge': { fromOrderId: order.id },
    'order.cancel': { reason: 'test' },
    'bill.pay': { tender: 'cash', amount: 1 },
    'bill.cancel': { reason: 'test' },
    'staff.setPin': { pin: '2580' },
    'menu.changeItem': { price: 1 },
    'menu.setAvailability': { available: false },
    'staff.change': { name: 'Other' },
    'staff.resetPassword': { password: 'another-password' },
    'category.change': { name: 'Other' },
    'taxClass.change': { name: 'Other' },
    'table.change': { name: 'Other' },
    'station.change': { name: 'Other' },
  };
  const withIds = guarded.filter(({ path }) => /\{(?!outletId)\w+\}/.test(path));
  t.ok(withIds.length > 15);
  for (const { method, path, spec } of withIds) {
    const fill = (id: (name: string) => string) =>
      path.replace('{outletId}', ours.outlet).replace(/\{(\w+)\}/g, (_, name: string) => id(name));
    const body = 'type' in spec ? (bodies[spec.type] ?? {}) : undefined;
    const options = { token: ours.tokens.owner, body, headers: { 'x-request-id': TRACE } };
    const known = await ours.api.call(
      method,
      fill((name) => foreign[name] ?? 'missing'),
      options,
    );
    const unknown = await ours.api.call(
      method,
      fill(() => randomUUID()),
      options,
    );
    t.same([known.status, unknown.status], [404, 404], `${method} ${path}`);
    t.same(known.body, unknown.body, `${method} ${path}`);
  }
  const after = await theirs.do<{ status: string }>('GET', `/orders/${order.id}`);
  t.equal(after.status, 'billed', 'nothing of theirs has changed');
});

t.test(
  'ids in a body: foreign and unknown items, tables and orders give the same bytes',
  async (t) => {
    const order = await ours.order();
    const foreignOrder = await theirs.order();
    const line = (itemId: string | undefined) => ({ lines: [{ itemId, quantity: 1 }] });
    for (const [path, foreign, unknown] of [
      [
        '/orders',
        { type: 'takeaway', ...line(theirs.items[0]?.id) },
        { type: 'takeaway', ...line('no') },
      ],
      [
        '/orders',
        { type: 'dineIn', tableId: theirs.tables[1]?.id, lines: [] },
        { type: 'dineIn', tableId: 'no', lines: [] },
      ],
      [`/orders/${order.id}/lines`, line(theirs.items[0]?.id), line('no')],
      [`/orders/${order.id}/transfer`, { tableId: theirs.tables[1]?.id }, { tableId: 'no' }],
      [`/orders/${order.id}/merge`, { fromOrderId: foreignOrder.id }, { fromOrderId: 'no' }],
    ] as const) {
      const headers = { 'x-request-id': TRACE };
      const known = await ours.try('POST', path, { body: foreign, headers });
      const nothing = await ours.try('POST', path, { body: unknown, headers });
      t.equal(known.status, 404, path);
      t.same(known.body, nothing.body, path);
    }
  },
);

for (const role of ROLES) {
  t.test(`every command on the socket: ${role} does what the table allows`, async (t) => {
    const socket = await Socket.open(kotd.url, ours, role, ['kitchen/*']);
    t.teardown(() => socket.close());
    for (const { type, permission } of commands.filter(({ socket }) => socket)) {
      const { problem } = await socket.command(type, {});
      const forbidden = problem?.code === 'forbidden';
      t.equal(!forbidden, permission !== null && allows(permission, role), type);
      t.ok((problem?.status ?? 200) < 500, type);
    }
  });

  t.test(`every audience of the socket: ${role} hears what the table allows`, async (t) => {
    const station = ours.stations[0]?.id;
    for (const [audience, permission] of [
      ['floor', 'audience.floor'],
      ['bills', 'audience.bills'],
      [`kitchen/${station}`, 'audience.kitchen'],
    ] as const) {
      const welcomed = await Socket.tryOpen(kotd.url, ours, role, [audience]);
      t.equal(welcomed, allows(permission, role), audience);
    }
  });
}

t.test('the socket: nobody follows an outlet of another organization', async (t) => {
  const stranger = { outlet: theirs.outlet, tokens: ours.tokens };
  t.equal(await Socket.tryOpen(kotd.url, stranger, 'owner', ['floor']), false);
});
