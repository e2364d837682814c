import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Device, Person } from '../../src/domain/shapes/device.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { Api } from '../api.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import {
  addDevice,
  givePin,
  pair,
  type Paired,
  paired,
  type Shown,
  type Tokens,
  tryPin,
} from '../terminals.js';
import { until } from '../until.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const [place, other] = await Promise.all([Restaurant.open(kotd.url), Restaurant.open(kotd.url)]);
const { api } = place;

/** A new connection each time, so that both workers are asked. */
const at = (path: string, token: string) =>
  api.call(`GET`, path, { token, headers: { connection: 'close' } });
const refused = { status: 401, body: { code: 'pairing_code_invalid' } };

/** Whether every worker refuses the token. */
async function isOut(token: string): Promise<boolean> {
  const answers = await Promise.all(Array.from({ length: 8 }, () => at('/me', token)));
  return answers.every(({ status }) => status === 401);
}

t.test('pairing: a code makes a terminal the device, once, however it is typed', async (t) => {
  const { device, code, expiresAt } = await addDevice(place);
  t.match(code, /^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  t.match(device, { kind: 'pos', pairedAt: null, codeExpiresAt: expiresAt, revokedAt: null });
  const left = Date.parse(expiresAt) - Date.now();
  t.ok(left > 590_000 && left <= 600_000, `${left} ms`);

  const typed = ` ${code.toLowerCase().replace('-', ' ')} `;
  const till = await pair(place, typed);
  t.match(till, {
    expiresIn: 900,
    user: { id: device.id, name: device.name, role: 'terminal' },
    outlets: [{ id: place.outlet }],
    outlet: { id: place.outlet, name: 'Main' },
    organization: { id: place.organization },
    device: { id: device.id, codeExpiresAt: null },
  });
  t.ok(till.device.pairedAt);
  t.match(await api.call('POST', '/auth/pair', { body: { code } }), refused, 'used');
  const { data } = await place.do<{ data: Device[] }>('GET', '/devices');
  t.same(
    data.filter(({ id }) => id === device.id),
    [till.device],
  );
  t.notMatch(JSON.stringify([till.device, data]), /sessionId|codeId/);
});

t.test('pairing: of twenty who use a code at once one is paired', async (t) => {
  const { code } = await addDevice(place, 'kds');
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      api.call<Paired>('POST', '/auth/pair', { body: { code }, headers: { connection: 'close' } }),
    ),
  );
  const good = answers.filter(({ status }) => status === 200);
  t.equal(good.length, 1);
  for (const answer of answers) if (answer !== good[0]) t.match(answer, refused);
  t.equal((await at('/auth/device', good[0]?.body.accessToken ?? '')).status, 200);
});

t.test('pairing: nonsense, renewed and revoked codes are refused in the same words', async (t) => {
  const shown = await addDevice(place);
  const path = `/devices/${shown.device.id}`;
  const renewed = await place.do<Shown>('POST', `${path}/code`, {});
  t.not(renewed.code, shown.code);
  const gone = await addDevice(place);
  await place.do('POST', `/devices/${gone.device.id}/revoke`, {});
  const bodies = [];
  for (const code of [shown.code, gone.code, 'AAAA-AAAA', '-', 'ø'.repeat(40)]) {
    const headers = { 'x-request-id': 'the-same-trace' };
    const answer = await api.call('POST', '/auth/pair', { body: { code }, headers });
    t.match(answer, refused, code);
    bodies.push(answer.body);
  }
  t.equal(new Set(bodies.map((body) => JSON.stringify(body))).size, 1);
  t.equal((await pair(place, renewed.code)).device.id, shown.device.id);
  t.match(await place.try('POST', `/devices/${gone.device.id}/code`, { body: {} }), {
    status: 409,
    body: { code: 'device_revoked' },
  });
});

t.test(
  'pairing: a repeat under the same key gives the same code, and the same tokens',
  async (t) => {
    const keyed = (key: string, body: object) => ({ body, headers: { 'idempotency-key': key } });
    const made = keyed(randomUUID(), { name: 'Till 9', kind: 'pos' });
    const first = await place.try<Shown>('POST', '/devices', made);
    const again = await place.try<Shown>('POST', '/devices', made);
    t.same(again.body, first.body);
    t.equal(again.headers.get('idempotency-replayed'), 'true');
    const pairing = keyed(randomUUID(), { code: first.body.code });
    const till = await api.call<Paired>('POST', '/auth/pair', pairing);
    t.same((await api.call('POST', '/auth/pair', pairing)).body, till.body);
    const stranger = { ...pairing, body: { code: 'AAAA-AAAA' } };
    t.match(await api.call('POST', '/auth/pair', stranger), refused);
  },
);

t.test('a till without a person sees menu, tables and people, and nothing else', async (t) => {
  const { accessToken } = await paired(place);
  const outlet = `/outlets/${place.outlet}`;
  for (const path of [
    '/me',
    '/auth/device',
    `${outlet}/menu`,
    `${outlet}/tables`,
    `${outlet}/people`,
  ]) {
    t.equal((await at(path, accessToken)).status, 200, path);
  }
  for (const path of [
    '/staff',
    outlet,
    `${outlet}/orders`,
    `${outlet}/events`,
    `${outlet}/audit`,
  ]) {
    t.match(await at(path, accessToken), { status: 403, body: { code: 'forbidden' } }, path);
  }
  t.equal((await at(`/outlets/${other.outlet}/menu`, accessToken)).status, 404);
  const order = { type: 'takeaway', lines: [] };
  t.equal((await place.try('POST', '/orders', { token: accessToken, body: order })).status, 403);
  const tokens = { ...place.tokens, waiter: accessToken };
  for (const audience of ['floor', 'bills', 'kitchen/*']) {
    t.notOk(await Socket.tryOpen(kotd.url, { ...place, tokens }, 'waiter', [audience]), audience);
  }
});

t.test('a kitchen screen bumps without a PIN, in its own name', async (t) => {
  const screen = await paired(place, 'kds');
  t.equal(screen.user.role, 'kitchen');
  const order = await place.order();
  const { tickets } = await place.do<{ tickets: Ticket[] }>('POST', `/orders/${order.id}/send`, {});
  const ticket = tickets.find(({ stationId }) => stationId === place.stations[0]?.id);
  const tokens = { ...place.tokens, kitchen: screen.accessToken };
  const socket = await Socket.open(kotd.url, { ...place, tokens }, 'kitchen', ['kitchen/*']);
  t.teardown(() => socket.close());
  const { result } = await socket.command<Ticket>('ticket.start', { ticketId: ticket?.id });
  t.match(result?.items[0]?.steps, [{ state: 'started', by: screen.device.id }]);
  t.equal((await at('/staff', screen.accessToken)).status, 403);
});

t.test('a device says where it is, and who may log in; people are no device', async (t) => {
  const { accessToken, device, organization } = await paired(place);
  const id = await givePin(place, 'cashier');
  const { body } = await at('/auth/device', accessToken);
  t.match(body, { device: { id: device.id }, outlet: { id: place.outlet }, organization });
  const people = body.people as Person[];
  t.same(people.map(({ role }) => role).toSorted(), [
    'cashier',
    'kitchen',
    'manager',
    'owner',
    'waiter',
  ]);
  t.strictSame(
    people.find((one) => one.id === id),
    {
      id,
      name: 'cashier',
      role: 'cashier',
      hasPin: true,
    },
  );
  t.equal((await at('/auth/device', place.tokens.kitchen)).status, 404);
  t.equal((await at('/auth/device', place.tokens.owner)).status, 403);
});

t.test('refresh: a device goes on for weeks; reuse ends it with all that was on it', async (t) => {
  const till = await paired(place);
  const waiter = (await tryPin(place, till, await givePin(place, 'waiter'))).body;
  const refresh = (refreshToken: string) =>
    api.call<Tokens>('POST', '/auth/refresh', { body: { refreshToken } });
  const next = await refresh(till.refreshToken);
  t.match(next, { status: 200, body: { user: till.user, outlets: till.outlets } });
  t.equal((await refresh(waiter.refreshToken)).status, 200);
  t.match(await refresh(till.refreshToken), { status: 401, body: { code: 'refresh_reused' } });
  for (const { accessToken } of [next.body, waiter]) {
    await until(() => isOut(accessToken), 'end of the sessions on both workers');
  }
  const { data } = await place.do<{ data: Device[] }>('GET', '/devices');
  t.match(
    data.find(({ id }) => id === till.device.id),
    { pairedAt: null, revokedAt: null },
  );
});

t.test('logout of a device unpairs it; a new code pairs it anew', async (t) => {
  const till = await paired(place);
  const waiter = (await tryPin(place, till, await givePin(place, 'waiter'))).body;
  const { refreshToken } = till;
  await api.expect(204, 'POST', '/auth/logout', { body: { refreshToken } });
  await until(() => isOut(waiter.accessToken), 'end of the session on the device');
  const { code } = await place.do<Shown>('POST', `/devices/${till.device.id}/code`, {});
  const anew = await pair(place, code);
  t.equal(anew.device.id, till.device.id);
  t.equal((await tryPin(place, anew, waiter.user.id)).status, 200);
  const taken = await place.do<Shown>('POST', `/devices/${till.device.id}/code`, {});
  t.equal((await at('/me', anew.accessToken)).status, 200, 'until somebody uses the new code');
  await pair(place, taken.code);
  await until(() => isOut(anew.accessToken), 'end of the pairing before');
});

t.test('revoke: every session of the device ends, and its sockets close', async (t) => {
  const till = await paired(place);
  const waiter = (await tryPin(place, till, await givePin(place, 'waiter'))).body;
  const tokens = { ...place.tokens, waiter: waiter.accessToken };
  const socket = await Socket.open(kotd.url, { ...place, tokens }, 'waiter', ['floor']);
  const bystander = await Socket.open(kotd.url, place, 'waiter', ['floor']);
  t.teardown(() => bystander.close());
  const path = `/devices/${till.device.id}/revoke`;
  const revoked = await place.do<Device>('POST', path, {});
  t.ok(revoked.revokedAt);
  t.match(await socket.next(({ t }) => t === 'closed'), { code: 4401 });
  for (const { accessToken } of [till, waiter]) {
    await until(() => isOut(accessToken), 'end of the sessions on both workers');
  }
  for (const { refreshToken } of [till, waiter]) {
    t.match(await api.call('POST', '/auth/refresh', { body: { refreshToken } }), {
      status: 401,
      body: { code: 'refresh_invalid' },
    });
  }
  t.same(await place.do('POST', path, {}), revoked, 'a second time changes nothing');
  t.equal(bystander.closed, false);
});

t.test('devices of another organization, or outlet, are not there', async (t) => {
  const theirs = await paired(other);
  const second = await api.expect<{ id: string }>(201, 'POST', '/outlets', {
    token: place.tokens.owner,
    body: { name: 'Second' },
  });
  const mine = await paired(place);
  for (const [outlet, { device }] of [
    [place.outlet, theirs],
    [second.id, mine],
  ] as const) {
    for (const deed of ['code', 'revoke']) {
      const path = `/outlets/${outlet}/devices/${device.id}/${deed}`;
      const answer = await api.call('POST', path, { token: place.tokens.owner, body: {} });
      t.match(answer, { status: 404, body: { code: 'not_found' } }, path);
    }
  }
  t.equal((await at('/auth/device', theirs.accessToken)).status, 200);
  t.equal((await at(`/outlets/${second.id}/menu`, mine.accessToken)).status, 404);
});

t.test('pairing: guesses are limited by where they come from', async (t) => {
  const strict = await Kotd.start({ KOTD_RATE_ADDRESS: '5', KOTD_WORKERS: '1' });
  t.teardown(() => strict.remove());
  const codes: unknown[] = [];
  for (let i = 0; i < 7; i++) {
    const body = { code: `AAAA-AAA${i + 2}` };
    codes.push((await new Api(strict.url).call('POST', '/auth/pair', { body })).body.code);
  }
  t.same(codes, [...Array(5).fill('pairing_code_invalid'), 'rate_limited', 'rate_limited']);
});
