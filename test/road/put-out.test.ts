import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';

// As outside of tests: a password takes so long that all else here is done while one is being tried.
const kotd = await Kotd.start({ KOTD_PASSWORD_COST: '15' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const { api } = place;
const OLD = 'the-old-password';
const NEW = { password: 'the-new-password' };

interface LoggedIn {
  accessToken: string;
  refreshToken: string;
}

async function person(role: Role) {
  const email = `${role}-${randomUUID()}@test.kotd`;
  const { id } = await api.expect<{ id: string }>(201, 'POST', '/staff', {
    token: place.tokens.owner,
    body: { name: 'P', email, password: OLD, role, outletIds: [place.outlet] },
  });
  const login = () => api.call<LoggedIn>('POST', '/auth/login', { body: { email, password: OLD } });
  return { id, login };
}

/** What is left of what a login answered: its access token, and its refresh token. */
async function leftOf({ body }: { body: LoggedIn }) {
  const { accessToken: token, refreshToken } = body;
  const refreshed = await api.call('POST', '/auth/refresh', { body: { refreshToken } });
  return [(await api.call('GET', '/me', { token })).status, refreshed.status];
}

/** Two logins of a new person, with whatever is done to them meanwhile; those that were let in. */
async function letIn(meanwhile: (id: string) => Promise<unknown>) {
  // Which of two calls comes first is chance: until a login came before the rest.
  for (;;) {
    const { id, login } = await person('manager');
    const logins = [login(), login()];
    await meanwhile(id);
    const opened = (await Promise.all(logins)).filter(({ status }) => status === 200);
    if (opened.length > 0) return opened;
  }
}

t.test('put out: a password that is reset while it is tried opens nothing', async (t) => {
  const reset = { token: place.tokens.owner, body: NEW };
  const opened = await letIn((id) => api.expect(204, 'PUT', `/staff/${id}/password`, reset));
  for (const each of opened) t.strictSame(await leftOf(each), [401, 401]);
});

t.test('put out: who is deactivated while they log in comes back only anew', async (t) => {
  const opened = await letIn(async (id) => {
    for (const active of [false, true]) {
      const turn = { token: place.tokens.owner, body: { active } };
      await api.expect(200, 'PATCH', `/staff/${id}`, turn);
    }
  });
  for (const each of opened) t.strictSame(await leftOf(each), [401, 401]);
});

t.test(
  'put out: who changes their own password stays where they do so, and only there',
  async (t) => {
    const { id, login } = await person('owner');
    const [here, there] = [await login(), await login()];
    const own = { token: here.body.accessToken, body: NEW };
    await api.expect(204, 'PUT', `/staff/${id}/password`, own);
    t.strictSame(await leftOf(here), [200, 200]);
    t.strictSame(await leftOf(there), [401, 401]);
  },
);
