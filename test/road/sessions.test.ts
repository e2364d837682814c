import { randomUUID } from 'node:crypto';
import t from 'tap';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { until } from '../until.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const { api } = place;

interface LoggedIn {
  accessToken: string;
  refreshToken: string;
  expiresIn: number;
  user: { id: string; name: string; role: string; organizationId: string };
  outlets: { id: string; name: string }[];
}

/** A person of their own, so that no test ends another's session. */
async function person(role = 'cashier') {
  const email = `${role}-${randomUUID()}@test.kotd`;
  const password = 'a-good-password';
  const body = { name: 'P', email, password, role, outletIds: [place.outlet] };
  const staff = await api.expect<{ id: string }>(201, 'POST', '/staff', {
    token: place.tokens.owner,
    body,
  });
  const login = () =>
    api.expect<LoggedIn>(200, 'POST', '/auth/login', { body: { email, password } });
  return { staff, email, password, login };
}

const refresh = (refreshToken: string) =>
  api.call<LoggedIn>('POST', '/auth/refresh', { body: { refreshToken } });
const me = (token: string) => api.call('GET', '/me', { token, headers: { connection: 'close' } });

t.test('login: who, where, for how long; nothing of the password comes back', async (t) => {
  const { login, staff, email } = await person();
  const loggedIn = await login();
  t.equal(loggedIn.expiresIn, 900);
  t.match(loggedIn.user, { id: staff.id, role: 'cashier', organizationId: place.organization });
  t.same(
    loggedIn.outlets.map(({ id }) => id),
    [place.outlet],
  );
  const list = await api.expect(200, 'GET', '/staff', { token: place.tokens.owner });
  const seen = JSON.stringify([loggedIn, await me(loggedIn.accessToken), list]);
  t.notMatch(seen, /passwordHash|scrypt|a-good-password/);
  const upper = await api.call('POST', '/auth/login', {
    body: { email: email.toUpperCase(), password: 'a-good-password' },
  });
  t.equal(upper.status, 200, 'the case of an address does not matter');
});

t.test('login: a wrong password and an unknown address give the same answer', async (t) => {
  const { email } = await person();
  const headers = { 'x-request-id': 'the-same-trace' };
  const body = { email, password: 'another-password' };
  const wrong = await api.call('POST', '/auth/login', { body, headers });
  const unknown = await api.call('POST', '/auth/login', {
    body: { ...body, email: 'nobody@test.kotd' },
    headers,
  });
  t.equal(wrong.status, 401);
  t.same(wrong.body, unknown.body);
});

t.test(
  'refresh: each token works once; a second use ends the session for both holders',
  async (t) => {
    const { login } = await person();
    const first = await login();
    const second = await refresh(first.refreshToken);
    t.equal(second.status, 200);
    t.match(second.body.user, first.user);
    t.equal((await me(second.body.accessToken)).status, 200);
    const reused = await refresh(first.refreshToken);
    t.match(reused, { status: 401, body: { code: 'refresh_reused' } });
    t.match(await refresh(second.body.refreshToken), {
      status: 401,
      body: { code: 'refresh_invalid' },
    });
  },
);

t.test('reuse and logout: access tokens of the session end too, on every worker', async (t) => {
  for (const end of ['logout', 'reuse'] as const) {
    const { login } = await person();
    const first = await login();
    // Both workers have seen the token.
    for (let i = 0; i < 8; i++) t.equal((await me(first.accessToken)).status, 200);
    const { body } = await refresh(first.refreshToken);
    if (end === 'reuse') await refresh(first.refreshToken);
    else {
      const { refreshToken } = body;
      const out = await api.call('POST', '/auth/logout', { body: { refreshToken } });
      t.equal(out.status, 204);
      t.equal((await api.call('POST', '/auth/logout', { body: { refreshToken } })).status, 204);
    }
    // The worker that ended it knows at once; the others hear of it from the stream.
    const ended = async () =>
      (await Promise.all(Array.from({ length: 8 }, () => me(body.accessToken)))).every(
        ({ status }) => status === 401,
      );
    await until(ended, `end of the access token by ${end}`);
  }
});

t.test('forged, foreign and cut tokens: 401 with a code, never a stack trace', async (t) => {
  const { accessToken, refreshToken } = await (await person()).login();
  const [head, body, seal] = accessToken.split('.');
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  for (const token of [
    'x',
    `${head}.${body}.`,
    `${none}.${body}.`,
    `${head}.${body}.${seal?.slice(1)}`,
    `${accessToken}x`,
    refreshToken,
  ]) {
    t.match(await me(token), { status: 401, body: { code: 'unauthenticated' } }, token);
  }
  for (const token of ['x', `${refreshToken}x`, refreshToken.replace('.1.', '.2.'), accessToken]) {
    t.match(await refresh(token), { status: 401, body: { code: 'refresh_invalid' } }, token);
  }
});

t.test(
  'staff: a manager appoints those below; addresses are taken once, whatever their case',
  async (t) => {
    const body = (role: string, email = `${randomUUID()}@test.kotd`) => ({
      name: 'New',
      email,
      password: 'a-good-password',
      role,
      outletIds: [place.outlet],
    });
    const as = (token: string, what: object) => api.call('POST', '/staff', { token, body: what });
    t.equal((await as(place.tokens.manager, body('waiter'))).status, 201);
    t.match(await as(place.tokens.manager, body('owner')), { status: 403 });
    t.match(await as(place.tokens.manager, body('manager')), { status: 403 });
    const { email } = await person();
    t.match(await as(place.tokens.owner, body('waiter', email.toUpperCase())), {
      status: 409,
      body: { code: 'email_taken' },
    });
    t.match(await as(place.tokens.owner, { ...body('waiter'), outletIds: ['nothing'] }), {
      status: 404,
    });
  },
);

t.test('staff of one outlet: the other one is not there for them', async (t) => {
  const { login } = await person('waiter');
  const second = await api.expect<{ id: string }>(201, 'POST', '/outlets', {
    token: place.tokens.owner,
    body: { name: `Second ${randomUUID()}` },
  });
  const { accessToken } = await login();
  const menu = (outlet: string, token: string) =>
    api.call('GET', `/outlets/${outlet}/menu`, { token });
  t.equal((await menu(place.outlet, accessToken)).status, 200);
  t.equal((await menu(second.id, accessToken)).status, 404);
  t.equal((await menu(second.id, place.tokens.owner)).status, 200, 'an owner enters every outlet');
});

t.test('the socket: a session that is ended is told so, and closed', async (t) => {
  const { login } = await person('waiter');
  const { accessToken, refreshToken } = await login();
  const tokens = { ...place.tokens, waiter: accessToken };
  const socket = await Socket.open(kotd.url, { outlet: place.outlet, tokens }, 'waiter', ['floor']);
  await api.call('POST', '/auth/logout', { body: { refreshToken } });
  // Nothing is asked of the socket: the stream tells its worker, wherever it is.
  const closed = await socket.next((frame) => frame.t === 'closed');
  t.equal(closed.code, 4401);
  const told = socket.frames.filter((frame) => frame.t === 'err' || frame.t === 'bye');
  t.match(told, [
    { t: 'err', problem: { status: 401 } },
    { t: 'bye', code: 4401 },
  ]);
});
