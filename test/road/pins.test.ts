import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Kotd, onServers } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { givePin, paired, person, PIN, tryPin } from '../terminals.js';
import { until } from '../until.js';

let kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const { api } = place;
const WRONG = '1379';

const setPin = (token: string, id: string, pin: unknown) =>
  api.call('PUT', `/staff/${id}/pin`, { token, body: { pin } });

/** A person of their own, so that no test locks another's. */
async function appoint(role: string, outletIds: readonly string[] = [place.outlet]) {
  const email = `${role}-${randomUUID()}@test.kotd`;
  const password = 'a-good-password';
  const body = { name: role, email, password, role, outletIds };
  const { id } = await api.expect<{ id: string }>(201, 'POST', '/staff', {
    token: place.tokens.owner,
    body,
  });
  const login = await api.expect<{ accessToken: string }>(200, 'POST', '/auth/login', {
    body: { email, password },
  });
  return { id, token: login.accessToken };
}

t.test('pin: a person logs in on a device, as who they are, at its outlet only', async (t) => {
  const till = await paired(place);
  const id = await givePin(place, 'owner');
  const answer = await tryPin(place, till, id);
  t.match(answer, {
    status: 200,
    body: { expiresIn: 900, user: { id, role: 'owner' }, outlets: [{ id: place.outlet }] },
  });
  const { accessToken: token, refreshToken } = answer.body;
  t.match(await api.call('GET', '/me', { token }), { body: { user: { id } } });
  t.equal((await place.try('GET', '/orders', { token })).status, 200);
  const second = await api.expect<{ id: string }>(201, 'POST', '/outlets', {
    token: place.tokens.owner,
    body: { name: 'Second' },
  });
  t.equal((await api.call('GET', `/outlets/${second.id}/menu`, { token })).status, 404);
  const refreshed = await api.call('POST', '/auth/refresh', { body: { refreshToken } });
  t.match(refreshed, { status: 200, body: { outlets: [{ id: place.outlet }] } });
  t.equal((refreshed.body.outlets as unknown[]).length, 1);
});

t.test('pin: only a device takes one', async (t) => {
  const id = await givePin(place, 'waiter');
  const body = { staffId: id, pin: PIN };
  const asked = async (token: string | undefined) =>
    (await api.call('POST', '/auth/pin', { token, body })).status;
  t.equal(await asked(undefined), 401);
  t.equal(await asked(place.tokens.owner), 403);
  t.equal(await asked(place.tokens.kitchen), 404, 'the role of a kitchen screen, but a person');
  const session = await tryPin(place, await paired(place, 'kds'), id);
  t.equal(session.status, 200, 'a kitchen screen is a device too');
  t.equal(await asked(session.body.accessToken), 403, 'and who logged in on it is none');
});

t.test('pin: nobody learns more than that it is wrong', async (t) => {
  const till = await paired(place);
  const known = await appoint('waiter');
  await setPin(place.tokens.owner, known.id, PIN);
  const { id: without } = await appoint('waiter');
  const { id: elsewhere } = await appoint('waiter', []);
  const headers = { 'x-request-id': 'the-same-trace' };
  const bodies = [];
  for (const [staffId, pin] of [
    [known.id, WRONG],
    [without, PIN],
    [elsewhere, PIN],
    ['nobody', PIN],
  ]) {
    const options = { token: till.accessToken, body: { staffId, pin }, headers };
    const answer = await api.call('POST', '/auth/pin', options);
    t.match(answer, { status: 403, body: { code: 'wrong_pin' } });
    bodies.push(JSON.stringify(answer.body));
  }
  t.equal(new Set(bodies).size, 1);
});

t.test('pin: the first that anybody would try are refused, and what is no PIN', async (t) => {
  const { id, token } = await appoint('waiter');
  for (const pin of ['0000', '77777777', '1234', '4321', '98765', '7890', '0987']) {
    const weak = { code: 'pin_weak', errors: [{ pointer: '/pin' }] };
    t.match(await setPin(token, id, pin), { status: 422, body: weak }, pin);
  }
  for (const pin of ['258', '258025802', '25a0', ' 2580', '२५८०', 2580]) {
    t.match(await setPin(token, id, pin), { status: 422, body: { code: 'invalid' } }, `${pin}`);
  }
  for (const pin of ['2580', '1122', '13579', '20260405']) {
    t.equal((await setPin(token, id, pin)).status, 204, pin);
  }
});

t.test('pin: set by oneself, an owner, or a manager of those they may appoint', async (t) => {
  const [owner, manager, waiter] = await Promise.all([
    person(place, 'owner'),
    appoint('manager'),
    appoint('waiter'),
  ]);
  const far = await appoint('waiter', []);
  const second = await api.expect<{ id: string }>(201, 'POST', '/outlets', {
    token: place.tokens.owner,
    body: { name: randomUUID() },
  });
  const both = await appoint('waiter', [place.outlet, second.id]);
  for (const [who, whose, status] of [
    [waiter.token, waiter.id, 204],
    [waiter.token, far.id, 403],
    [place.tokens.cashier, waiter.id, 403],
    [place.tokens.kitchen, waiter.id, 403],
    [manager.token, manager.id, 204],
    [manager.token, waiter.id, 204],
    [manager.token, far.id, 204],
    [manager.token, both.id, 403],
    [manager.token, owner.id, 403],
    [place.tokens.manager, manager.id, 403],
    [place.tokens.owner, manager.id, 204],
    [place.tokens.owner, both.id, 204],
    [place.tokens.owner, 'nobody', 404],
  ] as const) {
    t.equal((await setPin(who, whose, PIN)).status, status, `${whose}`);
  }
  const till = await paired(place);
  t.equal((await setPin(till.accessToken, waiter.id, PIN)).status, 403, 'a till is nobody');
});

t.test(
  'pin: another one ends what was opened by the one before, on all workers, and nothing else',
  async (t) => {
    const [till, own, other] = [
      await paired(place),
      await appoint('waiter'),
      await appoint('waiter'),
    ];
    await setPin(place.tokens.owner, own.id, PIN);
    await setPin(place.tokens.owner, other.id, PIN);
    const [mine, theirs] = [await tryPin(place, till, own.id), await tryPin(place, till, other.id)];
    const { accessToken, refreshToken } = mine.body;
    const me = async (token: string) =>
      (await api.call('GET', '/me', { token, headers: { connection: 'close' } })).status;
    t.equal(await me(accessToken), 200);

    await setPin(place.tokens.owner, own.id, '3690');
    // What one worker has committed the other learns a moment later.
    let refused = 0;
    await until(async () => {
      refused = (await me(accessToken)) === 401 ? refused + 1 : 0;
      return refused === 20;
    }, 'token that no worker takes');
    const refreshed = await api.call('POST', '/auth/refresh', { body: { refreshToken } });
    t.match(refreshed, { status: 401, body: { code: 'refresh_invalid' } });
    t.equal(await me(own.token), 200, 'who came by the password did not come by the PIN');
    t.equal(await me(theirs.body.accessToken), 200);
    t.equal(await me(till.accessToken), 200, 'and the till stays paired');

    const again = await tryPin(place, till, own.id, '3690');
    t.equal(again.status, 200);
    t.equal(await me(again.body.accessToken), 200);
  },
);

t.test('lock: five wrong ones, whichever worker is asked, and a restart between', async (t) => {
  const { id } = await appoint('waiter');
  await setPin(place.tokens.owner, id, PIN);
  const [till, another] = await Promise.all([paired(place), paired(place)]);
  const tries = await Promise.all(Array.from({ length: 40 }, () => tryPin(place, till, id, WRONG)));
  const codes = tries.map(({ body }) => body.code);
  t.equal(codes.filter((code) => code === 'wrong_pin').length, 5);
  t.equal(codes.filter((code) => code === 'pin_locked').length, 35);

  const right = await tryPin(place, till, id);
  t.match(right, { status: 429, body: { code: 'pin_locked', retryable: true } }, 'the right one');
  const seconds = Number(right.headers.get('retry-after'));
  t.ok(seconds > 40 && seconds <= 60, `${seconds} s`);
  t.equal(right.body['retryAfterSeconds' as keyof typeof right.body], seconds);
  t.equal((await tryPin(place, another, id)).status, 200, 'on another device');

  await kotd.stop();
  kotd = await Kotd.start({ KOTD_PORT: new URL(place.api.url).port }, kotd.data);
  t.equal((await tryPin(place, till, id)).status, 429, 'after a restart');
  await setPin(place.tokens.owner, id, '3690');
  t.match(await tryPin(place, till, id), { status: 403 }, 'another PIN begins anew');
  t.equal((await tryPin(place, till, id, '3690')).status, 200);
});

t.test('lock: a right PIN between wrong ones begins anew', async (t) => {
  const { id } = await appoint('waiter');
  await setPin(place.tokens.owner, id, PIN);
  const till = await paired(place);
  for (const round of [1, 2]) {
    for (let i = 0; i < 4; i++) t.equal((await tryPin(place, till, id, WRONG)).status, 403);
    t.equal((await tryPin(place, till, id)).status, 200, `round ${round}`);
  }
});

t.test('lock: of many guesses at once no more are looked at than one after another', async (t) => {
  const till = await paired(place);
  const person = await appoint('waiter');
  await setPin(place.tokens.owner, person.id, PIN);
  const guesses = Array.from({ length: 30 }, (_, i) => (i === 20 ? PIN : `${5000 + 37 * i}`));
  const answers = await Promise.all(guesses.map((pin) => tryPin(place, till, person.id, pin)));
  const wrong = answers.filter(({ body }) => body.code === 'wrong_pin').length;
  const right = answers.filter(({ status }) => status === 200).length;
  // A right one that comes in time begins anew; before and after it there are never more than five.
  t.ok(wrong <= (right === 1 ? 9 : 5), `${wrong} wrong, ${right} right`);
  t.ok(wrong + right >= 5);
});

t.test('pin: a repeat under its key counts once, and nothing keeps a PIN', async (t) => {
  const { id } = await appoint('waiter');
  const pin = '86420135';
  await setPin(place.tokens.owner, id, pin);
  const till = await paired(place);
  const options = (key: string, tried: string) => ({
    token: till.accessToken,
    body: { staffId: id, pin: tried },
    headers: { 'idempotency-key': key },
  });
  for (let i = 0; i < 8; i++) {
    const answer = await api.call('POST', '/auth/pin', options('a-wrong-one', '86420136'));
    t.match(answer, { status: 403, body: { code: 'wrong_pin' } });
  }
  const other = await api.call('POST', '/auth/pin', options('a-wrong-one', pin));
  t.match(other, { status: 422, body: { code: 'idempotency_key_reused' } });
  const first = await api.call('POST', '/auth/pin', options('a-right-one', pin));
  t.equal(first.status, 200);
  t.same((await api.call('POST', '/auth/pin', options('a-right-one', pin))).body, first.body);
  t.notMatch(kotd.output, /8642013[56]/);
  if (onServers) return;
  const kept = await readFile(join(kotd.data, 'store', 'data.mdb'), 'latin1');
  t.match(kept, id, 'the person is there');
  t.notMatch(kept, /8642013[56]/);
});
