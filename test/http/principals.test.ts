import t from 'tap';
import type { Put } from '../../src/domain/decision.js';
import type { Outlet } from '../../src/domain/shapes/organization.js';
import type { Session, Staff } from '../../src/domain/shapes/staff.js';
import { Principals } from '../../src/handlers/auth/principals.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import type { Revocations } from '../../src/handlers/auth/revocations.js';
import { away, MemoryStore } from './memory-store.js';

const START = Date.parse('2025-01-05T12:00:00.000Z');
const at = new Date(START).toISOString();
const event = (type: string, data = {}) => ({ seq: 1, type, at, actor: 'x', data });
const staffEvent = event('staff.appointed', { id: 'new' });

/** A worker's principals; counts the reads of the store and the tokens verified. */
async function house(revocations?: Revocations) {
  const store = new MemoryStore();
  const tokens = new Tokens('secret');
  const seen = { verified: 0 };
  const verify = tokens.verifyAccess.bind(tokens);
  tokens.verifyAccess = (token, now) => {
    seen.verified++;
    return verify(token, now);
  };
  let now = START;
  const principals = new Principals(store, tokens, () => now, revocations);
  const put = (organizationId: string, ...documents: Put[]) =>
    store.commit(
      { organizationId },
      { counters: [], changes: () => ({ documents, events: [], result: null }) },
    );
  const login = async (organizationId: string, staffId: string, sessionId: string) => {
    const staff = { id: staffId, rev: 1, name: staffId, role: 'waiter', outletIds: [] };
    const session = { id: sessionId, rev: 1, staffId, endedAt: null };
    await put(
      organizationId,
      { collection: 'staff', value: staff as unknown as Staff },
      { collection: 'session', value: session as Session },
    );
    return await tokens.access({ organizationId, staffId, sessionId }, at);
  };
  const end = (organizationId: string, staffId: string, sessionId: string) => {
    const session = { id: sessionId, rev: 2, staffId, endedAt: at };
    return put(organizationId, { collection: 'session', value: session as Session });
  };
  const later = (ms: number) => {
    now += ms;
  };
  return { store, principals, seen, put, login, end, later };
}

t.test('principals: one look for all who ask with a token, and none for the next', async (t) => {
  const { store, principals, seen, login } = await house();
  const token = await login('a', 'ann', 's1');
  const before = store.reads;
  const asked = Array.from({ length: 100 }, () => principals.authenticate(token));
  for (const principal of await Promise.all(asked)) t.equal(principal.staffId, 'ann');
  const looks = store.reads - before;
  t.ok(looks <= 3, `${looks} reads`);
  t.notOk(principals.authenticate(token) instanceof Promise, 'remembered');

  t.same(principals.heard({ organizationId: 'a' }, staffEvent), {
    organizationId: 'a',
    sessionId: null,
  });
  await Promise.all(Array.from({ length: 100 }, () => principals.authenticate(token)));
  t.equal(store.reads - before, 2 * looks, 'looked at once more');
  t.equal(seen.verified, 1, 'verified once');
});

t.test('principals: an event touches those it is about', async (t) => {
  const { principals, login, end } = await house();
  const tokens = {
    first: await login('a', 'ann', 's1'),
    second: await login('a', 'bob', 's2'),
    other: await login('b', 'cid', 's1'),
  };
  const doubted = async () => {
    const names = [];
    for (const [name, token] of Object.entries(tokens)) {
      const principal = principals.authenticate(token);
      if (principal instanceof Promise) names.push(name);
      await principal;
    }
    return names;
  };
  const a = { organizationId: 'a' };
  t.same(await doubted(), ['first', 'second', 'other']);
  t.same(await doubted(), []);
  for (const type of ['order.created', 'outlet.changed', 'outlet.opened', 'staffing.changed']) {
    t.equal(principals.heard(a, event(type)), null, type);
  }
  t.same(await doubted(), []);
  principals.heard(a, staffEvent);
  t.same(await doubted(), ['first', 'second']);

  await end('a', 'ann', 's1');
  const doubt = principals.heard(a, event('session.ended', { sessionId: 's1', by: 'logout' }));
  t.same(doubt, { organizationId: 'a', sessionId: 's1' });
  const { first, ...others } = tokens;
  for (let i = 0; i < 2; i++) {
    await t.rejects(async () => await principals.authenticate(first), { code: 'unauthenticated' });
  }
  for (const token of Object.values(others)) {
    t.notOk(principals.authenticate(token) instanceof Promise);
  }
});

t.test('principals: a look that began before an event is not remembered', async (t) => {
  const { principals, login } = await house();
  const token = await login('a', 'ann', 's1');
  const look = principals.authenticate(token);
  principals.heard({ organizationId: 'a' }, staffEvent);
  await look;
  t.ok(principals.authenticate(token) instanceof Promise);
});

t.test('principals: outlets are counted at a look, and when one opens, once', async (t) => {
  const { principals, login, put } = await house();
  t.equal(principals.outletCount('a'), 1);
  await put('a', { collection: 'outlet', value: { id: 'o1', rev: 1 } as Outlet });
  await principals.authenticate(await login('a', 'ann', 's1'));
  for (let i = 0; i < 2; i++) {
    principals.heard({ organizationId: 'a', outletId: 'o2' }, event('outlet.opened'));
  }
  t.equal(principals.outletCount('a'), 2);
});

t.test('principals: people who come at once ask once for the outlets of them all', async (t) => {
  const { store, principals, login, put, later } = await house();
  await put('a', { collection: 'outlet', value: { id: 'o1', rev: 1 } as Outlet });
  const people = ['ann', 'bob', 'cid', 'dan'];
  const tokens = await Promise.all(people.map((name) => login('a', name, `of ${name}`)));
  const reads = async () => {
    const before = store.reads;
    for (const token of tokens) await principals.authenticate(token);
    return store.reads - before;
  };
  t.equal(await reads(), 2 * people.length + 1, 'the person and the session of each');
  await put('a', { collection: 'outlet', value: { id: 'o2', rev: 1 } as Outlet });
  t.equal(principals.outletCount('a'), 1);
  later(61_000);
  t.equal(await reads(), 2 * people.length + 1, 'and again, as they are');
  t.equal(principals.outletCount('a'), 2);

  store.meet = away;
  later(61_000);
  for (const token of tokens) await principals.authenticate(token);
  t.equal(principals.outletCount('a'), 2, 'as far as it is known');
  store.meet = null;
  t.equal(await reads(), 0);
  later(1_001);
  t.equal(await reads(), 2 * people.length + 1, 'a look that failed is not kept');
});

t.test('principals: a token ends, whatever is remembered of it', async (t) => {
  const { principals, login, later } = await house();
  const token = await login('a', 'ann', 's1');
  await principals.authenticate(token);
  later(59_000);
  t.notOk(principals.authenticate(token) instanceof Promise);
  later(2_000);
  t.ok(principals.authenticate(token) instanceof Promise, 'looked at again after a minute');
  later(15 * 60_000);
  await t.rejects(async () => await principals.authenticate(token), { code: 'token_expired' });
});

t.test(
  'principals: while no bus tells of it, an ended session ends soon all the same',
  async (t) => {
    const { principals, login, end, later } = await house();
    const [ann, bob] = [await login('a', 'ann', 's1'), await login('a', 'bob', 's2')];
    const refused = { code: 'unauthenticated' };
    await principals.authenticate(ann);
    later(10_000);
    principals.trustBus(false);
    await principals.authenticate(bob);
    // On another box, whose events do not come.
    await end('a', 'ann', 's1');
    await end('a', 'bob', 's2');
    principals.trustBus(true);
    later(5_000);
    await t.rejects(async () => await principals.authenticate(ann), refused, 'looked up before');
    await t.rejects(async () => await principals.authenticate(bob), refused, 'looked up meanwhile');
    const cid = await login('a', 'cid', 's3');
    await principals.authenticate(cid);
    later(59_000);
    t.notOk(principals.authenticate(cid) instanceof Promise, 'and then a minute again');
  },
);

t.test('principals: when something was lost on the way everybody is looked up again', async (t) => {
  const { store, principals, login, end } = await house();
  const [ann, bob] = [await login('a', 'ann', 's1'), await login('b', 'bob', 's2')];
  for (const token of [ann, bob]) await principals.authenticate(token);
  const cid = await login('a', 'cid', 's3');
  const look = principals.authenticate(cid);
  // By another worker, which was killed before it told.
  await end('a', 'ann', 's1');
  principals.doubtAll();
  await look;
  t.ok(principals.authenticate(cid) instanceof Promise, 'a look that began before counts for none');
  store.meet = away;
  t.match(await principals.authenticate(bob), { staffId: 'bob' }, 'in an outage as before');
  store.meet = null;
  await t.rejects(async () => await principals.authenticate(ann), { code: 'unauthenticated' });
});

t.test('principals: in an outage who was known is believed, until the token ends', async (t) => {
  const { store, principals, login, later } = await house();
  const [known, unknown] = [await login('a', 'ann', 's1'), await login('a', 'bob', 's2')];
  const ann = await principals.authenticate(known);
  later(61_000);
  store.meet = away;
  t.equal(await principals.authenticate(known), ann, 'the very same, as caches know them');
  const { reads } = store;
  t.equal(principals.authenticate(known), ann, 'for a second without asking the store');
  t.equal(store.reads, reads);
  later(1_000);
  t.ok(principals.authenticate(known) instanceof Promise);
  await t.rejects(async () => await principals.authenticate(unknown), {
    code: 'store_unavailable',
  });
  await t.rejects(async () => await principals.authenticate('nonsense'), {
    code: 'unauthenticated',
  });
  later(15 * 60_000);
  await t.rejects(async () => await principals.authenticate(known), { code: 'token_expired' });
});

t.test('principals: in an outage nobody is believed of whom an event told', async (t) => {
  const { store, principals, login } = await house();
  const tokens = { ann: await login('a', 'ann', 's1'), bob: await login('a', 'bob', 's2') };
  for (const token of Object.values(tokens)) await principals.authenticate(token);
  const a = { organizationId: 'a' };
  store.meet = away;
  principals.heard(a, event('session.ended', { sessionId: 's1' }));
  await t.rejects(async () => await principals.authenticate(tokens.ann), {
    code: 'unauthenticated',
  });
  t.match(await principals.authenticate(tokens.bob), { staffId: 'bob' });
  principals.heard(a, staffEvent);
  await t.rejects(async () => await principals.authenticate(tokens.bob), {
    code: 'store_unavailable',
  });
  store.meet = null;
  t.match(await principals.authenticate(tokens.bob), { staffId: 'bob' });
});

t.test(
  'principals: ended sessions are told to all boxes, and asked for in an outage',
  async (t) => {
    const revoked = new Map<string, number>();
    let reachable = true;
    const { store, principals, login, later } = await house({
      revoke: (sessionId, untilMs) => void revoked.set(sessionId, untilMs),
      isRevoked: async (sessionId) => (reachable ? revoked.has(sessionId) : null),
    });
    const [ann, bob] = [await login('a', 'ann', 's1'), await login('a', 'bob', 's2')];
    for (const token of [ann, bob]) await principals.authenticate(token);
    principals.heard({ organizationId: 'b' }, event('session.ended', { sessionId: 's9' }));
    t.same([...revoked], [['s9', START + 15 * 60_000]], 'as long as a token of it can live');
    revoked.set('s1', 0);
    later(61_000);
    store.meet = away;
    await t.rejects(async () => await principals.authenticate(ann), { code: 'unauthenticated' });
    t.match(await principals.authenticate(bob), { staffId: 'bob' });
    reachable = false;
    later(1_000);
    t.match(await principals.authenticate(bob), { staffId: 'bob' }, 'with Redis away as well');
  },
);
