import t from 'tap';
import {
  CODE_SECONDS,
  isPairedBy,
  newDevice,
  pair,
  publicDevice,
  revoke,
  seen,
  unpaired,
  withCode,
} from '../../src/domain/device.js';
import { loggedOut, newDeviceSession, newSession, rotated } from '../../src/domain/session.js';
import type { StoredDevice } from '../../src/domain/shapes/device.js';
import { context as contextAt, frozen, refusal } from './money-fixtures.js';

const START = '2026-11-20T15:00:00.000Z';
let ids = 0;
/** No two of them give the same id. */
const context = (now: string) => ({ ...contextAt(now), newId: () => `id-${++ids}` });
const after = (seconds: number) =>
  context(new Date(Date.parse(START) + seconds * 1000).toISOString());

function coded(device: StoredDevice, id = 'hash', at = context(START)): StoredDevice {
  const code = { id, organizationId: 'org', before: undefined };
  return frozen(withCode(device, code, at).changes([]).result);
}

const fresh = () => coded(newDevice({ name: 'Till', kind: 'pos' }, 'outlet', context(START)));

function paired(device = fresh(), at = context(START)) {
  const session = frozen(newDeviceSession(device.id, at));
  return { session, device: frozen(pair(device, 'hash', session, at).changes([]).result) };
}

t.test('device: a code, its pointer and the entry come in one commit', async (t) => {
  const device = newDevice({ name: 'Till', kind: 'pos' }, 'outlet', context(START));
  const code = { id: 'hash', organizationId: 'org', before: undefined };
  const { documents, events } = withCode(device, code, context(START)).changes([]);
  const expiresAt = after(CODE_SECONDS).now;
  t.match(documents, [
    { collection: 'device', value: { rev: 1, codes: 1, codeId: 'hash', codeExpiresAt: expiresAt } },
    { collection: 'audit', value: { action: 'device.created', outletId: 'outlet' } },
    { collection: 'pairingCode', value: { id: 'hash', rev: 1, deviceId: device.id, expiresAt } },
  ]);
  t.match(events, [{ type: 'device.created', data: { id: device.id } }]);
  const again = { ...code, before: { ...code, rev: 7, outletId: '', deviceId: '', expiresAt } };
  t.match(withCode(fresh(), again, context(START)).changes([]).documents[2], { value: { rev: 8 } });
});

t.test('device: its newest code pairs it once, for ten minutes', async (t) => {
  const { device, session } = paired(fresh(), after(CODE_SECONDS - 1));
  t.ok(isPairedBy(device, session));
  t.match(device, { codeId: null, codeExpiresAt: null, revokedAt: null });
  const use = (of: StoredDevice | undefined, id = 'hash', at = context(START)) =>
    refusal(() => pair(of, id, session, at));
  for (const [what, code] of [
    ['used', use(device)],
    ['late', use(fresh(), 'hash', after(CODE_SECONDS))],
    ['renewed', use(coded(fresh(), 'newer'))],
    ['no device', use(undefined)],
    ['revoked', use(revoke(fresh(), context(START)).changes([]).result)],
  ] as const) {
    t.equal(code, 'pairing_code_invalid', what);
  }
  t.equal(use(coded(fresh(), 'newer'), 'newer'), undefined);
});

t.test('device: sessions on it hold as long as the pairing they were opened in', async (t) => {
  const { device, session } = paired();
  const ravi = newSession({ id: 'ravi' }, context(START), { id: device.id, sessionId: session.id });
  t.ok(isPairedBy(device, ravi));
  const again = paired(coded(device), after(9));
  t.notOk(isPairedBy(again.device, ravi), 'paired anew');
  t.ok(isPairedBy(coded(device), ravi), 'a code that nobody used changes nothing');
  const [{ value: alone } = { value: null }] = unpaired(device, context(START)).documents;
  t.notOk(isPairedBy(alone as StoredDevice, ravi), 'unpaired');
  t.notOk(isPairedBy(revoke(device, context(START)).changes([]).result, ravi), 'revoked');
  t.notOk(isPairedBy(undefined, ravi));
  for (const [name, { events }] of Object.entries({
    revoked: revoke(device, context(START)).changes([]),
    unpaired: unpaired(device, context(START)),
  })) {
    t.match(events, [{ type: `device.${name}`, data: { id: device.id, ended: session.id } }]);
  }
});

t.test('device: its own logout, and its own token used twice, unpair it', async (t) => {
  const { device, session } = paired();
  const ravi = newSession({ id: 'ravi' }, context(START), { id: device.id, sessionId: session.id });
  const ends = (of: typeof session) => [
    loggedOut(of, context(START), device).changes([]),
    rotated(of, 7, context(START), device).changes([]),
  ];
  for (const { documents, events } of ends(session)) {
    t.match(documents, [
      { collection: 'session', value: { id: session.id } },
      { collection: 'device', value: { sessionId: null, pairedAt: null } },
      { collection: 'audit', value: { action: 'device.unpaired', actor: device.id } },
    ]);
    t.match(events, [{ type: 'session.ended' }, { type: 'device.unpaired', actor: device.id }]);
  }
  for (const { documents } of ends(ravi)) t.equal(documents.length, 1, 'a person goes alone');
});

t.test('device: revoked for good', async (t) => {
  const { device } = paired();
  const revoked = frozen(revoke(device, context(START)).changes([]).result);
  t.match(revoked, { revokedAt: START, sessionId: null, codeId: null });
  t.same(revoke(revoked, after(5)).changes([]), { documents: [], events: [], result: revoked });
  const code = { id: 'more', organizationId: 'org', before: undefined };
  t.equal(
    refusal(() => withCode(revoked, code, after(5))),
    'device_revoked',
  );
});

t.test('device: seen at most once a minute, and shown without what is secret', async (t) => {
  const { device } = paired();
  t.same(seen(device, after(59)), []);
  t.match(seen(device, after(60)), [{ value: { rev: device.rev + 1, lastSeenAt: after(60).now } }]);
  t.match(seen({ ...device, lastSeenAt: null }, after(0)), [{ collection: 'device' }]);
  t.notMatch(Object.keys(publicDevice(device)).join(), /code(s|Id)\b|sessionId/);
});
