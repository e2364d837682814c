import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { Rechecks } from '../../src/realtime/rechecks.js';
import { House, ORG, person } from './house.js';

t.test('recheck: only those in doubt are asked, once, a slice a turn', async (t) => {
  const rechecks = new Rechecks();
  const asked: string[] = [];
  const sit = (organizationId: string, sessionId: string) => {
    const seat = { recheck: () => void asked.push(`${organizationId} ${sessionId}`) };
    rechecks.add({ organizationId, sessionId }, seat);
    return () => rechecks.remove({ organizationId, sessionId }, seat);
  };
  for (let i = 0; i < 1_000; i++) sit('a', `s${i}`);
  sit('a', 's1');
  sit('b', 's1');

  rechecks.begin({ organizationId: 'a', sessionId: 's1' });
  await nextTurn();
  t.same(asked.splice(0), ['a s1', 'a s1'], 'a session of one organization');

  rechecks.begin({ organizationId: 'a', sessionId: null });
  rechecks.begin({ organizationId: 'a', sessionId: null });
  t.equal(asked.length, 0, 'not in the turn of the event');
  await nextTurn();
  t.ok(asked.length > 0 && asked.length <= 100, `${asked.length} in a turn`);
  while (asked.length < 1_001) await nextTurn();
  for (let i = 0; i < 20; i++) await nextTurn();
  t.equal(asked.length, 1_001);
  asked.splice(0);

  rechecks.beginAll();
  while (asked.length < 1_002) await nextTurn();
  t.same(asked.splice(0).at(-1), 'b s1', 'of every organization');

  const rise = sit('c', 's1');
  rechecks.begin({ organizationId: 'c', sessionId: null });
  rise();
  rechecks.begin({ organizationId: 'c', sessionId: 's1' });
  await nextTurn();
  t.same(asked, [], 'who has left is not asked');
});

t.test('recheck: the end of a session closes its sockets, also after a new token', async (t) => {
  const house = await House.open(t);
  const session = (sessionId: string) => person('waiter', ORG, { sessionId });
  house.people.set('first', session('s1'));
  house.people.set('second', session('s2'));
  const stays = await house.enter(['floor'], { token: 'first' });
  const renewed = await house.enter(['floor'], { token: 'first' });
  renewed.send({ t: 'auth', token: 'second' });
  await renewed.need('authed');
  for (const token of ['first', 'second']) house.people.delete(token);
  house.worker.door.recheck({ organizationId: ORG, sessionId: 's2' });
  t.match(await renewed.need('bye'), { code: 4401 });
  t.equal(stays.of('bye').length, 0);
  house.worker.door.recheck({ organizationId: 'another', sessionId: null });
  house.worker.door.recheck({ organizationId: ORG, sessionId: null });
  t.match(await stays.need('bye'), { code: 4401 });
});
