import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { MenuItem } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { OrderAndTickets } from '../../src/domain/shapes/ticket.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';

// Each of these went wrong once.
const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const { api } = place;

t.test(
  'names: of many at once over both workers one is taken, and the rest are told',
  async (t) => {
    for (const [path, body] of [
      ['/stations', {}],
      ['/tables', {}],
      ['/menu/categories', {}],
      ['/menu/tax-classes', { rate: 500, inclusive: false }],
    ] as const) {
      const name = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          place.try('POST', path, { body: { name, ...body }, headers: { connection: 'close' } }),
        ),
      );
      t.equal(answers.filter(({ status }) => status === 201).length, 1, path);
      t.equal(answers.filter(({ body }) => body.code === 'name_taken').length, 7, path);
    }
  },
);

t.test('a modifier goes to its stations, though the menu was edited before the send', async (t) => {
  const [kitchen, bar] = place.stations;
  const { taxClassId } = place.items[0] as MenuItem;
  const group = {
    name: 'With',
    min: 0,
    max: 1,
    modifiers: [{ name: 'Beer', price: 100, stationIds: [bar?.id] }],
  };
  const item = await place.do<MenuItem>('POST', '/menu/items', {
    name: 'Pakora',
    price: 100,
    taxClassId,
    stationIds: [kitchen?.id],
    modifierGroups: [group],
  });
  const modifierId = item.modifierGroups[0]?.modifiers[0]?.id;
  const order = await place.do<Order>('POST', '/orders', {
    type: 'takeaway',
    lines: [{ itemId: item.id, quantity: 1, modifierIds: [modifierId] }],
  });
  await place.do('PATCH', `/menu/items/${item.id}`, { modifierGroups: [group] });
  const { tickets } = await place.do<OrderAndTickets>('POST', `/orders/${order.id}/send`, {});
  t.same(new Set(tickets.map(({ stationId }) => stationId)), new Set([kitchen?.id, bar?.id]));
});

t.test('deep and huge arrays where the schema has one: 422, quickly, and no defect', async (t) => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const wide = `[${'"x",'.repeat(100_000)}"x"]`;
  const line = (modifierIds: string) =>
    `{"type":"takeaway","lines":[{"itemId":"x","quantity":1,"modifierIds":${modifierIds}}]}`;
  for (const body of [line(deep), line(wide), `{"type":"takeaway","lines":${deep}}`]) {
    const { status, body: problem } = await place.try('POST', '/orders', { body });
    t.match({ status, code: problem.code }, { status: 422, code: 'invalid' });
  }
  t.notMatch(kotd.output, /unforeseen/);
});

t.test(
  'login: which ids an organization has used is not told to who has no password',
  async (t) => {
    const id = randomUUID();
    await place.try('POST', '/orders', {
      body: { type: 'takeaway', lines: [] },
      headers: { 'idempotency-key': id },
    });
    const me = await api.expect<{ user: { id: string } }>(200, 'GET', '/me', {
      token: place.tokens.owner,
    });
    const staff = await api.expect<{ data: { id: string; email: string }[] }>(
      200,
      'GET',
      '/staff',
      {
        token: place.tokens.owner,
      },
    );
    const email = staff.data.find((one) => one.id === me.user.id)?.email;
    for (const key of [id, randomUUID()]) {
      const body = { email, password: 'a-wrong-password' };
      const headers = { 'idempotency-key': key };
      t.match(await api.call('POST', '/auth/login', { body, headers }), { status: 401 });
    }
  },
);

t.test('logins in a wave: orders do not wait for them', async (t) => {
  const wave = Promise.all(
    Array.from({ length: 60 }, () =>
      api.call('POST', '/auth/login', {
        body: { email: 'nobody@test.kotd', password: 'wrong-password' },
      }),
    ),
  );
  t.equal(
    (await place.try('POST', '/orders', { body: { type: 'takeaway', lines: [] } })).status,
    201,
  );
  const statuses = new Set((await wave).map(({ status }) => status));
  t.ok(!statuses.has(500));
});

t.test(
  'If-Match is part of the command: the right one is not answered with the refusal of the wrong',
  async (t) => {
    const order = await place.order();
    const key = randomUUID();
    const send = (rev: number) =>
      place.try('POST', `/orders/${order.id}/send`, {
        body: {},
        headers: { 'idempotency-key': key, 'if-match': `"${rev}"` },
      });
    t.equal((await send(7)).status, 412);
    t.match(await send(1), { status: 422, body: { code: 'idempotency_key_reused' } });
  },
);
