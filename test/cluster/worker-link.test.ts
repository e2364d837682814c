import { setImmediate as turn } from 'node:timers/promises';
import t from 'tap';
import { MAX_UNSENT, type Start, type ToPrimary } from '../../src/cluster/messages.js';
import { Outbox } from '../../src/cluster/outbox.js';
import { WorkerLink } from '../../src/cluster/worker-link.js';
import { readSettings } from '../../src/config.js';
import type { StreamMessage } from '../../src/realtime/bus.js';

const START: Start = {
  config: { ...readSettings({}), secret: 's'.repeat(32) },
  worker: 2,
  first: false,
  alone: false,
};

function message(seq: number, padding = ''): StreamMessage {
  const event = { seq, type: 'order.created', at: '', actor: '', data: { padding } };
  return { organizationId: 'a', outletId: null, epoch: 'e', events: [event] };
}

/** A link whose pipe takes batches, and keeps them until it is emptied. */
function newLink(start = START) {
  const batches: (readonly ToPrimary[])[] = [];
  const piped: Buffer[] = [];
  const pipe = {
    send: (batch: Buffer) => void piped.push(batch),
    get unsent() {
      return piped.reduce((sum, batch) => sum + batch.length, 0);
    },
  };
  const link = new WorkerLink(start, (batch) => batches.push(batch), pipe);
  return { link, batches, piped };
}

t.test('outbox: what is posted in one turn leaves in one piece, in order', async (t) => {
  const batches: (readonly number[])[] = [];
  const outbox = new Outbox<number>((batch) => batches.push(batch));
  for (const each of [1, 2, 3]) outbox.post(each);
  await turn();
  outbox.post(4);
  outbox.flush();
  await turn();
  t.same(batches, [[1, 2, 3], [4]]);
});

t.test('link: stream messages of one turn are one batch, and arrive as they were', async (t) => {
  const { link, piped } = newLink();
  const sent = [message(1), message(2, '"₹"')];
  for (const each of sent) link.bus.publish(each);
  await turn();
  t.equal(piped.length, 1);
  const other = newLink().link;
  const heard: StreamMessage[] = [];
  other.bus.onMessage((each) => heard.push(each));
  for (const batch of piped) other.hear(batch);
  t.same(heard, sent);
});

t.test('link: who is alone tells nobody, until another comes', async (t) => {
  const { link, piped } = newLink({ ...START, alone: true });
  link.bus.publish(message(1));
  link.receive({ kind: 'company', alone: false });
  link.bus.publish(message(2));
  await turn();
  link.receive({ kind: 'company', alone: true });
  link.bus.publish(message(3));
  await turn();
  t.same(
    piped.flatMap((batch) => JSON.parse(batch.toString())),
    [message(2)],
  );
});

t.test('link: stream messages that would wait too long are dropped, and it is told', async (t) => {
  const { link, batches, piped } = newLink();
  link.bus.publish(message(1, 'x'.repeat(MAX_UNSENT)));
  await turn();
  t.same([piped.length, batches], [1, []]);
  link.bus.publish(message(2));
  await turn();
  await turn();
  t.same([piped.length, batches], [1, [[{ kind: 'busDropped' }]]]);
  piped.splice(0);
  link.bus.publish(message(3));
  await turn();
  t.equal(piped.length, 1, 'and then it goes on');
});

t.test('link: each word of a loss is passed on', async (t) => {
  const { link } = newLink();
  let losses = 0;
  link.onBusLost(() => losses++);
  for (let i = 0; i < 2; i++) link.receive({ kind: 'busLost' });
  t.equal(losses, 2);
});

t.test('link: whoever asks for the keys of the house late gets them too', async (t) => {
  const { link } = newLink();
  link.receive({ kind: 'housekeeper', mine: true });
  const told: boolean[] = [];
  link.onHousekeeper((mine) => told.push(mine));
  link.receive({ kind: 'housekeeper', mine: false });
  t.same(told, [true, false]);
});

t.test('link: a box alone has a healthy bus; in a fleet it must be proved', async (t) => {
  const alone: boolean[] = [];
  newLink().link.onBusHealth((healthy) => alone.push(healthy));
  t.same(alone, [true]);
  const settings = readSettings({ KOTD_REDIS: 'redis://a', KOTD_SECRET: 's'.repeat(32) });
  const start = { ...START, config: { ...settings, secret: 's'.repeat(32) } };
  const { link } = newLink(start);
  const told: boolean[] = [];
  link.onBusHealth((healthy) => told.push(healthy));
  for (const healthy of [false, true, true, false]) link.receive({ kind: 'busHealth', healthy });
  t.same(told, [false, true, false], 'only changes are told');
});

t.test('link: the merged metrics go to whoever asked', async (t) => {
  const { link, batches } = newLink();
  const asked = [link.metrics(), link.metrics()];
  await turn();
  t.same(batches.flat(), [
    { kind: 'metricsPlease', id: 1 },
    { kind: 'metricsPlease', id: 2 },
  ]);
  link.receive({ kind: 'metricsMerged', id: 2, text: 'second' });
  link.receive({ kind: 'metricsMerged', id: 1, text: 'first' });
  t.same(await Promise.all(asked), ['first', 'second']);
});
