import t from 'tap';
import type { Bill } from '../../src/domain/shapes/bill.js';
import { NO_HEAD } from '../../src/domain/shapes/invoice-head.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

const HEAD = {
  legalName: 'Saravanaa Foods LLP',
  address: ['12, 100 Feet Road', 'Bengaluru 560038'],
  phone: '+91 80 4000 1234',
  gstin: '29AAGCB7383J1Z4',
  fssai: '11221334000457',
  vatNumber: null,
  footer: 'Come again',
};

async function billed(place: Restaurant): Promise<Bill> {
  const order = await place.order();
  return await place.do<Bill>('POST', `/orders/${order.id}/bill`, { send: true });
}

t.test(
  'head: an outlet has none until somebody says it, and every screen hears of it',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const screen = await Socket.open(kotd.url, place, 'waiter', ['floor']);
    t.teardown(() => screen.close());
    t.strictSame((await place.do<Outlet>('GET', '')).head, NO_HEAD);
    const patch = (body: object, role: 'owner' | 'manager' | 'cashier' = 'manager') =>
      place.try<Outlet>('PATCH', '', { body }, role);
    t.strictSame((await patch({ stateCode: '29', head: HEAD })).body.head, HEAD);
    t.strictSame((await place.do<Outlet>('GET', '', undefined, 'waiter')).head, HEAD);
    t.match(await screen.next(({ type }) => type === 'outlet.changed'), {
      data: { outlet: { head: HEAD } },
    });
    const { body } = await patch({ head: { footer: null, phone: null } });
    t.strictSame(body.head, { ...HEAD, footer: null, phone: null });
    t.equal((await patch({ head: { footer: 'Mine' } }, 'cashier')).status, 403);
    const list = await place.api.expect<{ data: Outlet[] }>(200, 'GET', '/outlets', {
      token: place.tokens.waiter,
    });
    t.equal(list.data[0]?.head?.gstin, HEAD.gstin);
  },
);

t.test('head: what is no number of this outlet is refused where it stands', async (t) => {
  const place = await Restaurant.open(kotd.url);
  await place.do('PATCH', '', { stateCode: '29' });
  for (const [body, pointer] of [
    [{ head: { gstin: '29AAGCB7383J1Z' } }, '/head/gstin'],
    [{ head: { gstin: '29AAGCB7383J1Z5' } }, '/head/gstin'],
    [{ head: { gstin: '27AAPFU0939F1ZV' } }, '/head/gstin'],
    [{ head: { fssai: '123' } }, '/head/fssai'],
    [{ head: { address: ['a', 'b', 'c', 'd', 'e', 'f'] } }, '/head/address'],
    [{ head: {} }, '/head'],
    [{ head: { name: 'x' } }, '/head/name'],
  ] as const) {
    const { status, body: problem } = await place.try<{ errors: { pointer: string }[] }>(
      'PATCH',
      '',
      { body },
    );
    t.equal(status, 422, JSON.stringify(body));
    t.equal(problem.errors[0]?.pointer, pointer, JSON.stringify(body));
  }
  t.strictSame((await place.do<Outlet>('GET', '')).head, NO_HEAD);
});

t.test(
  'head: an issued bill keeps the one of its moment, whatever the outlet becomes',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const bare = await billed(place);
    t.strictSame(bare.head, { name: 'Main', ...NO_HEAD });
    await place.do('PATCH', '', { stateCode: '29', head: HEAD });
    const first = await billed(place);
    t.strictSame(first.head, { name: 'Main', ...HEAD });
    await place.do('PATCH', '', { name: 'Moved', head: { address: ['Elsewhere'], gstin: null } });
    const pay = { tender: 'upi', amount: first.payable };
    t.strictSame(
      (await place.do<Bill>('POST', `/bills/${first.id}/payments`, pay)).head,
      first.head,
    );
    t.strictSame((await place.do<Bill>('GET', `/bills/${first.id}`)).head, first.head);
    t.match((await billed(place)).head, { name: 'Moved', address: ['Elsewhere'], gstin: null });
  },
);

t.test('outlet: a name is of one outlet, also when two take it at once', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const token = place.tokens.owner;
  const patch = (id: string, body: object) =>
    place.api.call('PATCH', `/outlets/${id}`, {
      token,
      body,
      headers: { connection: 'close' },
    });
  const open = (name: string) =>
    place.api.call<Outlet>('POST', '/outlets', {
      token,
      body: { name },
      headers: { connection: 'close' },
    });
  const second = (await open('Second')).body;
  t.match(await patch(second.id, { name: ' MAIN' }), { status: 409, body: { code: 'name_taken' } });
  t.match(await patch(second.id, { name: 'SECOND' }), { status: 200 }, 'its own is no twin');
  for (let round = 0; round < 10; round++) {
    const name = `Round ${round}`;
    const answers = await Promise.all([
      patch(place.outlet, { name }),
      patch(second.id, { name }),
      open(name),
    ]);
    const taken = answers.filter(({ status }) => status < 300);
    t.equal(taken.length, 1, `${name}: ${answers.map(({ status }) => status)}`);
  }
});
