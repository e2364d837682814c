import t from 'tap';
import type { Put } from '../../src/domain/decision.js';
import type { StoredDevice } from '../../src/domain/shapes/device.js';
import type { Session, Staff } from '../../src/domain/shapes/staff.js';
import { Principals } from '../../src/handlers/auth/principals.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { away, MemoryStore } from './memory-store.js';

const START = Date.parse('2026-11-20T14:00:00.000Z');
const at = new Date(START).toISOString();
const scope = { organizationId: 'a' };
const event = (type: string, data = {}) => ({ seq: 1, type, at, actor: 'x', data });

/** A till with the waiter Ravi on it, the device's own session `own` and Ravi's `of-ravi`; a kitchen's screen. */
async function house() {
  const store = new MemoryStore();
  const tokens = new Tokens('secret');
  const revoked = new Set<string>();
  let now = START;
  const principals = new Principals(store, tokens, () => now, {
    revoke: (sessionId) => void revoked.add(sessionId),
    isRevoked: async (sessionId) => revoked.has(sessionId),
  });
  const put = (...documents: Put[]) =>
    store.commit(scope, {
      counters: [],
      changes: () => ({ documents, events: [], result: null }),
    });
  const device = (id: string, kind: string, sessionId: string | null, rev = 1): Put => {
    const value = { id, rev, name: id, kind, outletId: 'o1', sessionId };
    return { collection: 'device', value: value as StoredDevice };
  };
  const session = (id: string, staffId: string, on: Session['device']): Put => {
    const value = { id, rev: 1, staffId, endedAt: null, device: on };
    return { collection: 'session', value: value as Session };
  };
  const ravi = { id: 'ravi', rev: 1, name: 'Ravi', role: 'waiter', outletIds: ['o1', 'o2'] };
  await put(
    { collection: 'staff', value: ravi as unknown as Staff },
    device('till', 'pos', 'own'),
    device('screen', 'kds', 'of-screen'),
    session('own', 'till', { id: 'till', sessionId: 'own' }),
    session('of-screen', 'screen', { id: 'screen', sessionId: 'of-screen' }),
    session('of-ravi', 'ravi', { id: 'till', sessionId: 'own' }),
  );
  const token = (staffId: string, sessionId: string) =>
    tokens.access({ organizationId: 'a', staffId, sessionId }, at);
  const later = (ms: number) => {
    now += ms;
  };
  const all = {
    till: await token('till', 'own'),
    screen: await token('screen', 'of-screen'),
    ravi: await token('ravi', 'of-ravi'),
  };
  return { store, principals, revoked, put, device, later, all };
}

const out = { code: 'unauthenticated' };

t.test('principals: a device is itself, and a person on it of its outlet', async (t) => {
  const { principals, all } = await house();
  const till = { id: 'till', outletId: 'o1', sessionId: 'own' };
  t.match(await principals.authenticate(all.till), {
    staffId: 'till',
    role: 'terminal',
    outletIds: ['o1'],
    device: till,
  });
  t.match(await principals.authenticate(all.screen), { staffId: 'screen', role: 'kitchen' });
  const ravi = await principals.authenticate(all.ravi);
  t.match(ravi, { staffId: 'ravi', role: 'waiter', device: till });
});

t.test('principals: a pairing that ends takes along whoever is on the device', async (t) => {
  const { principals, put, device, all } = await house();
  for (const token of Object.values(all)) await principals.authenticate(token);
  await put(device('till', 'pos', null, 2));
  t.same(principals.heard(scope, event('device.created', { id: 'other' })), null);
  t.notOk(principals.authenticate(all.ravi) instanceof Promise, 'nothing was said to end');
  const doubt = principals.heard(scope, event('device.revoked', { id: 'till', ended: 'own' }));
  t.same(doubt, { organizationId: 'a', sessionId: null });
  await t.rejects(async () => await principals.authenticate(all.till), out);
  await t.rejects(async () => await principals.authenticate(all.ravi), out);
  t.match(await principals.authenticate(all.screen), { staffId: 'screen' });
});

t.test('principals: in an outage too, as the other boxes are told', async (t) => {
  const { store, principals, revoked, later, all } = await house();
  for (const token of Object.values(all)) await principals.authenticate(token);
  principals.heard(scope, event('device.unpaired', { id: 'another', ended: 'some' }));
  t.same([...revoked], ['some']);
  for (const token of Object.values(all)) await principals.authenticate(token);
  // Another box heard of it, and this one did not.
  revoked.add('own');
  later(61_000);
  store.meet = away;
  await t.rejects(async () => await principals.authenticate(all.till), out);
  await t.rejects(async () => await principals.authenticate(all.ravi), out);
  t.match(await principals.authenticate(all.screen), { staffId: 'screen' });
});
