import t from 'tap';
import type { Role, StaffMember } from '../../src/domain/shapes/staff.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { until } from '../until.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());

interface LoggedIn {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}

const PASSWORD = 'a-good-password';
let count = 0;

async function login(place: Restaurant, email: string, password = PASSWORD) {
  return await place.api.call<LoggedIn>('POST', '/auth/login', { body: { email, password } });
}

/** A person of this role, logged in. */
async function hire(place: Restaurant, role: Role, outletIds = [place.outlet]) {
  const email = `${role}-${++count}-${process.pid}@staff.kotd`;
  const body = { name: role, email, password: PASSWORD, role, outletIds };
  const token = place.tokens.owner;
  const { id } = await place.api.expect<StaffMember>(201, 'POST', '/staff', { token, body });
  const { body: session } = await login(place, email);
  return { id, email, ...session };
}

function change(place: Restaurant, id: string, body: object, token = place.tokens.owner) {
  return place.api.call<StaffMember>('PATCH', `/staff/${id}`, { token, body });
}

/** Whether every worker knows; side by side, each on its own connection, the calls reach both. */
async function isOwnerEverywhere({ api, tokens }: Restaurant): Promise<boolean> {
  const ask = () =>
    api.call<{ user: { role: Role } }>('GET', '/me', {
      token: tokens.owner,
      headers: { connection: 'close' },
    });
  const answers = await Promise.all(Array.from({ length: 8 }, ask));
  return answers.every(({ body }) => body.user.role === 'owner');
}

const code = ({ status, body }: { status: number; body: object }) => [
  status,
  (body as { code?: string }).code,
];

t.test('staff: name, role and outlets change, and hold on every worker', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const waiter = await hire(place, 'waiter');
  const changed = await change(place, waiter.id, { name: 'Ravi', role: 'cashier' });
  t.match(changed, { status: 200, body: { name: 'Ravi', role: 'cashier', active: true } });
  const { data } = await place.api.expect<{ data: StaffMember[] }>(200, 'GET', '/staff', {
    token: place.tokens.owner,
  });
  t.match(
    data.find(({ id }) => id === waiter.id),
    changed.body,
  );
  const me = () => place.api.call<{ user: object }>('GET', '/me', { token: waiter.accessToken });
  t.match((await me()).body.user, { name: 'Ravi', role: 'cashier' });
  t.equal((await change(place, waiter.id, { outletIds: [] })).status, 200);
  // Side by side they reach both workers, one of which hears of it a moment later.
  const menus = () =>
    Promise.all(
      Array.from({ length: 8 }, () =>
        place.api.call('GET', `/outlets/${place.outlet}/menu`, { token: waiter.accessToken }),
      ),
    );
  await until(async () => (await menus()).every(({ status }) => status === 404), 'way out');
  t.equal((await me()).status, 200, 'they are still who they are');
});

t.test(
  'staff: who is deactivated is out everywhere at once, and comes back only anew',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const waiter = await hire(place, 'waiter');
    const second = await login(place, waiter.email);
    const tokens = { ...place.tokens, waiter: waiter.accessToken };
    const screen = await Socket.open(
      kotd.url,
      { ...place, outlet: place.outlet, tokens },
      'waiter',
      ['floor'],
    );
    t.teardown(() => screen.close());

    t.match((await change(place, waiter.id, { active: false })).body, { active: false });
    t.match(await screen.next((frame) => frame.t === 'closed'), { code: 4401 });
    for (const { accessToken, refreshToken } of [waiter, second.body]) {
      t.strictSame(code(await place.api.call('GET', '/me', { token: accessToken })), [
        401,
        'unauthenticated',
      ]);
      const refreshed = await place.api.call('POST', '/auth/refresh', { body: { refreshToken } });
      t.strictSame(code(refreshed), [401, 'refresh_invalid']);
    }
    t.strictSame(code(await login(place, waiter.email)), [401, 'wrong_login']);

    t.match((await change(place, waiter.id, { active: true })).body, { active: true });
    const old = await place.api.call('GET', '/me', { token: waiter.accessToken });
    t.strictSame(code(old), [401, 'unauthenticated'], 'what was ended stays so');
    t.equal((await login(place, waiter.email)).status, 200);
  },
);

t.test('staff: to say again that somebody is active logs nobody out', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const waiter = await hire(place, 'waiter');
  t.equal((await change(place, waiter.id, { active: true, name: 'Same' })).status, 200);
  t.equal((await place.api.call('GET', '/me', { token: waiter.accessToken })).status, 200);
});

t.test(
  'staff: a manager decides about those below, within the outlets they have themselves',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const { owner, manager } = place.tokens;
    const other = await place.api.expect<{ id: string }>(201, 'POST', '/outlets', {
      token: owner,
      body: { name: 'Elsewhere' },
    });
    const [waiter, peer, abroad] = await Promise.all([
      hire(place, 'waiter'),
      hire(place, 'manager'),
      hire(place, 'waiter', [place.outlet, other.id]),
    ]);
    const { body } = await place.api.call<{ user: { id: string } }>('GET', '/me', { token: owner });
    const asManager = async (id: string, body: object) =>
      code(await change(place, id, body, manager));
    t.strictSame(await asManager(waiter.id, { role: 'cashier' }), [200, undefined]);
    t.strictSame(await asManager(waiter.id, { role: 'manager' }), [403, 'forbidden']);
    t.strictSame(await asManager(waiter.id, { role: 'owner' }), [403, 'forbidden']);
    t.strictSame(await asManager(waiter.id, { outletIds: [other.id] }), [404, 'not_found']);
    t.strictSame(await asManager(peer.id, { name: 'Peer' }), [403, 'forbidden']);
    t.strictSame(await asManager(body.user.id, { active: false }), [403, 'forbidden']);
    t.strictSame(await asManager(abroad.id, { active: false }), [403, 'forbidden']);
    const reset = (id: string) =>
      place.api.call('PUT', `/staff/${id}/password`, {
        token: manager,
        body: { password: PASSWORD },
      });
    t.strictSame(code(await reset(peer.id)), [403, 'forbidden']);
    t.equal((await reset(waiter.id)).status, 204);
  },
);

t.test('staff: the last owner stays one, also when two demote each other at once', async (t) => {
  const place = await Restaurant.open(kotd.url);
  const { body } = await place.api.call<{ user: { id: string } }>('GET', '/me', {
    token: place.tokens.owner,
  });
  const first = body.user.id;
  for (const less of [{ role: 'manager' }, { active: false }]) {
    t.strictSame(code(await change(place, first, less)), [409, 'last_owner']);
  }
  for (let round = 0; round < 4; round++) {
    const partner = await hire(place, 'owner');
    const answers = await Promise.all([
      change(place, first, { role: 'manager' }, partner.accessToken),
      change(place, partner.id, { active: false }, place.tokens.owner),
    ]);
    const lost = answers.filter(({ status }) => status === 200);
    t.equal(lost.length, 1, JSON.stringify(answers.map(code)));
    const { data } = await place.api.expect<{ data: StaffMember[] }>(200, 'GET', '/staff', {
      token: answers[0]?.status === 200 ? partner.accessToken : place.tokens.owner,
    });
    t.equal(data.filter(({ role, active }) => role === 'owner' && active).length, 1);
    if (answers[0]?.status === 200) {
      t.equal((await change(place, first, { role: 'owner' }, partner.accessToken)).status, 200);
      await until(() => isOwnerEverywhere(place), 'word of the role that came back');
      t.equal((await change(place, partner.id, { active: false })).status, 200);
    }
  }
});

t.test(
  'staff: a password that is reset is the only one, and ends what the old one began',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const waiter = await hire(place, 'waiter');
    const { owner } = place.tokens;
    const path = `/staff/${waiter.id}/password`;
    const answer = await place.api.call('PUT', path, {
      token: owner,
      body: { password: 'new-password' },
    });
    t.strictSame([answer.status, answer.body], [204, null]);
    t.strictSame(code(await place.api.call('GET', '/me', { token: waiter.accessToken })), [
      401,
      'unauthenticated',
    ]);
    t.strictSame(code(await login(place, waiter.email)), [401, 'wrong_login']);
    t.equal((await login(place, waiter.email, 'new-password')).status, 200);

    const { body } = await place.api.call<{ user: { id: string } }>('GET', '/me', { token: owner });
    const own = await place.api.call('PUT', `/staff/${body.user.id}/password`, {
      token: owner,
      body: { password: 'another-password' },
    });
    t.equal(own.status, 204);
    t.equal(
      (await place.api.call('GET', '/me', { token: owner })).status,
      200,
      'they stay logged in',
    );
  },
);

t.test(
  'staff: what the streams and the audit keep for ever names nobody and holds no secret',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const waiter = await hire(place, 'waiter');
    await change(place, waiter.id, { name: 'Ravishankar' });
    const body = { password: 'Ravishankars-secret' };
    await place.api.expect(204, 'PUT', `/staff/${waiter.id}/password`, {
      token: place.tokens.owner,
      body,
    });
    await kotd.stop();
    const store = await kotd.openStore();
    t.teardown(() => store.close());
    const events = await store.events({ organizationId: place.organization }, 0, 1000);
    const changes = events.filter(({ type }) => type.startsWith('staff.'));
    t.match(changes.slice(-2), [
      { type: 'staff.changed', data: { id: waiter.id, role: 'waiter', active: true } },
      { type: 'staff.passwordReset', data: { id: waiter.id } },
    ]);
    t.notMatch(JSON.stringify(events), /Ravishankar/);
  },
);
