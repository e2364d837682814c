import t from 'tap';
import type { StreamMessage } from '../../src/realtime/bus.js';
import { Screen } from './screen.js';
import { Gate, Outlets, scopeOf } from './outlets.js';

/** No look comes by itself. */
const NEVER = 600_000;

t.test('fleet: two boxes commit to one outlet, and the bus brings it in any order', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER, gapMs: 1 });
  const listener = await outlets.listen('a');
  const { epoch } = listener.of('pos')[0] ?? { epoch: '' };
  const screen = new Screen();
  Object.assign(screen, { epoch, position: 0, from: 0 });
  const messages: StreamMessage[] = [];
  for (let i = 0; i < 60; i++) messages.push(await outlets.commit('a'));
  // Each box in its own order, one much later than the other; some twice, some of a time long gone.
  const [one, other] = [0, 1].map((box) => messages.filter((_, i) => i % 2 === box));
  for (const message of [...(other ?? []).reverse(), ...(one ?? [])]) {
    outlets.bring({ ...message, epoch: 'of a time long gone' });
    outlets.bring(message);
    outlets.bring(message);
  }
  await outlets.until(() => listener.of('ev').length === 60);
  await outlets.settle();
  for (const frame of listener.frames) screen.show(frame);
  t.strictSame(screen.faults, []);
  t.strictSame(screen.seqs, screen.expected(outlets.store.stream(scopeOf('a')), ['floor']));
  t.strictSame(outlets.failures, []);
});

t.test('epoch: what comes while the store is asked about a new one is not lost', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const stream = await outlets.open('a');
  for (let i = 0; i < 5; i++) outlets.bring(await outlets.commit('a'));
  t.equal(stream.position, 5);
  outlets.store.restore(scopeOf('a'), 2);
  const first = await outlets.commit('a');
  const answered = new Gate();
  const { store } = outlets;
  const position = store.position.bind(store);
  store.position = async (scope) => {
    const answer = await position(scope);
    await answered.passed;
    return answer;
  };
  outlets.bring(first);
  await outlets.settle();
  // The answer that is on its way does not know of this one.
  outlets.bring(await outlets.commit('a'));
  answered.open();
  await outlets.until(() => stream.position === 4);
  t.equal(stream.epoch, first.epoch);
});

t.test('epoch: however many late events of another one come, one look is under way', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const stream = await outlets.open('a');
  const message = await outlets.commit('a');
  const { position } = outlets.store.calls;
  for (let i = 0; i < 1_000; i++) outlets.bring({ ...message, epoch: 'gone' });
  await outlets.settle();
  t.equal(outlets.store.calls.position, position + 3, 'two looks, and one of the read');
  t.equal(stream.position, 1, 'which also found what the bus had not brought');
});

t.test('epoch: a head of the old one says nothing about the new one', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const stream = await outlets.open('a');
  const listener = await outlets.listen('a');
  for (let i = 0; i < 5; i++) outlets.bring(await outlets.commit('a'));
  const old = stream.asking()({ epoch: stream.epoch, seq: 9 });
  if (!old) throw new Error('no head');
  t.equal(stream.lacks(old), true);
  outlets.store.restore(scopeOf('a'), 2);
  await stream.look();
  const told = listener.of('pos').length;
  t.equal(stream.lacks(old), false);
  stream.announce(old);
  t.equal(listener.of('pos').length, told);
});

t.test('repair: who asks while one is under way gets what it has read past', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const stream = await outlets.open('a');
  const answered = new Gate();
  const { store } = outlets;
  const events = store.events.bind(store);
  store.events = async (scope, after, limit) => {
    const answer = await events(scope, after, limit);
    await answered.passed;
    return answer;
  };
  const repairing = stream.repair();
  await outlets.settle();
  await outlets.commit('a');
  const head = stream.asking()({ epoch: stream.epoch, seq: 1 });
  const reaching = head && stream.reach(head);
  answered.open();
  await Promise.all([repairing, reaching]);
  t.equal(stream.position, 1);
});

t.test('clock: one that is set back keeps no ticket and no proof back', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: 10, lookMs: 10 });
  outlets.lookout.trust(false);
  const listener = await outlets.listen('a');
  await outlets.until(() => listener.of('pos').length >= 3);
  outlets.now = () => new Date(Date.now() - 600_000).toISOString();
  const back = outlets.now();
  await outlets.commit('a');
  await outlets.until(() => listener.of('ev').length === 1);
  await outlets.until(() => listener.of('pos').at(-1)?.head === 1);
  const last = listener.of('pos').at(-1);
  t.match(last, { seq: 1, head: 1 });
  t.ok(last && last.at >= back && last.at <= outlets.now(), 'by the clock as it now is');
});

t.test('pos: an answer that comes late does not take the screens back', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const stream = await outlets.open('a');
  let clock = 0;
  outlets.now = () => new Date(1_700_000_000_000 + clock++ * 1000).toISOString();
  const listener = await outlets.listen('a');
  const slow = stream.asking();
  outlets.bring(await outlets.commit('a'));
  const quick = stream.asking()({ epoch: stream.epoch, seq: 1 });
  const late = slow({ epoch: stream.epoch, seq: 0 });
  if (!quick || !late) throw new Error('no head');
  for (const head of [quick, late]) stream.announce(head);
  const told = listener.of('pos').slice(1);
  t.match(told, [
    { seq: 1, head: 1, at: quick.at },
    { seq: 1, head: 1, at: quick.at },
  ]);
  t.equal(stream.head, 1);
});

t.test('memory: with many streams each keeps fewer events', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER, ringEvents: 8, allRingEvents: 40 });
  const fill = async () => {
    for (let i = 0; i < 40; i++) outlets.bring(await outlets.commit('a'));
  };
  const stream = await outlets.open('a');
  await fill();
  t.equal(stream.recent(32, 100)?.length, 8);
  for (let i = 0; i < 19; i++) await outlets.open(`b${i}`);
  await fill();
  t.equal(stream.recent(78, 100)?.length, 2);
  t.equal(stream.recent(75, 100), null, 'at most twice its part of 40');
});

t.test('open: what comes while the store is asked where the stream is, is not lost', async (t) => {
  const outlets = new Outlets(t, { heartbeatMs: NEVER });
  const { store } = outlets;
  await outlets.build('a');
  const asked = new Gate();
  const answered = new Gate();
  const position = store.position.bind(store);
  store.position = async (scope) => {
    const answer = await position(scope);
    asked.open();
    await answered.passed;
    return answer;
  };
  const opening = outlets.open('a');
  await asked.passed;
  // The answer that is on its way does not know of this one.
  outlets.bring(await outlets.commit('a'));
  answered.open();
  t.equal((await opening).position, 1);
});
