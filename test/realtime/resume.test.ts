import fc from 'fast-check';
import t from 'tap';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Client, Subprotocol } from './client.js';
import { House, SCOPE } from './house.js';
import { hears } from '../../src/domain/audience.js';
import { idOf, Screen } from './screen.js';

const AUDIENCES = [['floor'], ['bills'], ['kitchen/grill'], ['bills', 'kitchen/bar'], []];

/** Commits at every worker in turn, as fast as the store takes them. */
async function pour(house: House, prefix: string, count: number): Promise<void> {
  const kinds = [
    ['order.create', ''],
    ['ticket.create', 'grill'],
    ['bill.create', ''],
    ['ticket.create', 'bar'],
  ] as const;
  const one = async (i: number) => {
    const [type, of] = kinds[(i * 7) % kinds.length] ?? kinds[0];
    await house.run(type, { id: `${prefix}${i}`, of }, i % house.workers.length);
  };
  const lanes = Array.from({ length: 4 }, async (_, lane) => {
    for (let i = lane; i < count; i += 4) await one(i);
  });
  await Promise.all(lanes);
}

/** Shows what came since the last time. */
function follow(screen: Screen, client: Client): () => void {
  let shown = 0;
  return () => {
    for (; shown < client.frames.length; shown++) {
      const frame = client.frames[shown];
      if (frame) screen.show(frame);
    }
  };
}

t.test(
  'resume: no hole and no repeat, whenever the socket is cut while commits pour in',
  async (t) => {
    const plan = fc.record({
      audience: fc.constantFrom(...AUDIENCES),
      subprotocol: fc.constantFrom<Subprotocol>('kotd.v1.json', 'kotd.v1.msgpack'),
      /**
       * After how many frames of a socket it is cut, and how long the client then stays away, in
       * turns.
       */
      cuts: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(30)), { maxLength: 6 }),
      ringEvents: fc.constantFrom(1, 8, 256),
      gatherMs: fc.constantFrom(0, 2),
    });
    const property = fc.asyncProperty(
      plan,
      async ({ audience, subprotocol, cuts, ...settings }) => {
        const ends: (() => void)[] = [];
        const teardown = (work: () => void) => void ends.push(work);
        const house = await House.open(
          { teardown },
          { workers: 2, settings: { ...settings, heartbeatMs: 15, gapMs: 3 } },
        );
        await pour(house, 'before', 8);
        let poured = false;
        const pouring = pour(house, 'during', 120).then(() => {
          poured = true;
        });
        const screen = new Screen();
        for (const [i, [frames, away]] of cuts.entries()) {
          const resume = screen.position < 0 ? {} : { resume: screen.resume };
          const client = await house.enter(audience, { worker: i % 2, subprotocol, ...resume });
          const show = follow(screen, client);
          while (client.frames.length < frames + 1) await client.change();
          client.cut();
          show();
          for (let turn = 0; turn < away; turn++) await nextTurn();
        }
        const resume = screen.position < 0 ? {} : { resume: screen.resume };
        const last = await house.enter(audience, { subprotocol, ...resume });
        const show = follow(screen, last);
        while (!poured || screen.position < house.store.stream(SCOPE).length) {
          await last.change();
          show();
        }
        await pouring;
        for (const end of ends) end();
        const stream = house.store.stream(SCOPE);
        t.strictSame(screen.faults, []);
        t.strictSame(screen.seqs, screen.expected(stream, audience));
        const heard = stream.filter((event) => hears(new Set(audience), event));
        const missing = heard.filter(({ data }) => !screen.known.has(idOf(data)));
        t.strictSame(missing, [], 'all that is open is in the reset or in an event after it');
        t.strictSame(house.failures, []);
      },
    );
    await fc.assert(property, { numRuns: 25 });
  },
);

t.test('resume: exactly what was missed, from memory or from the store', async (t) => {
  for (const ringEvents of [1, 256]) {
    const house = await House.open(t, { settings: { ringEvents } });
    await pour(house, 'a', 40);
    const stay = await house.enter(['floor']);
    const first = await house.enter(['floor']);
    const { epoch, seq } = await first.need('reset');
    t.equal(seq, 40);
    first.cut();
    await pour(house, 'b', 1_300);
    const client = await house.enter(['floor'], { resume: { epoch, seq } });
    const screen = new Screen();
    Object.assign(screen, { epoch, position: seq, from: seq });
    const show = follow(screen, client);
    await client.need('pos');
    show();
    t.strictSame(screen.faults, []);
    t.strictSame(screen.seqs, screen.expected(house.store.stream(SCOPE), ['floor']));
    t.equal(client.of('reset').length, 0);
    t.match(house.worker.seen.greeted.at(-1), { resume: true });
    stay.cut();
  }
});

t.test(
  'resume: too far behind, ahead of the stream or of another epoch, it begins anew',
  async (t) => {
    const house = await House.open(t, { settings: { resumeEvents: 10 } });
    await pour(house, 'a', 30);
    const { epoch } = await (await house.enter(['floor'])).need('welcome');
    const table: [name: string, resume: { epoch: string; seq: number }, reset: boolean][] = [
      ['level', { epoch, seq: 30 }, false],
      ['ten behind', { epoch, seq: 20 }, false],
      ['eleven behind', { epoch, seq: 19 }, true],
      ['ahead', { epoch, seq: 31 }, true],
      ['beyond all numbers', { epoch, seq: Number.MAX_SAFE_INTEGER }, true],
      ['another epoch', { epoch: 'gone', seq: 30 }, true],
    ];
    for (const [name, resume, reset] of table) {
      const client = await house.enter(['floor'], { resume });
      t.match(await client.need('pos'), { seq: 30, head: 30 }, name);
      t.equal(client.of('reset').length, reset ? 1 : 0, name);
    }
  },
);

t.test(
  'resume: a client that another worker served is ahead of this one, and loses nothing',
  async (t) => {
    const dead = { publish: () => {}, onMessage: () => {} };
    const house = await House.open(t, {
      workers: 2,
      bus: () => dead,
      settings: { heartbeatMs: 0 },
    });
    const behind = await house.enter(['floor'], { worker: 1 });
    const { epoch } = await behind.need('reset');
    await pour(house, 'a', 10);
    const at = house.worker.door.counts();
    t.strictSame(at.streams, []);
    const client = await house.enter(['floor'], { worker: 1, resume: { epoch, seq: 9 } });
    await client.need('ev', ({ seq }) => seq === 10).catch(() => t.fail('no event'));
    t.equal(client.of('reset').length, 0);
  },
);

t.test('resume: one who cannot be brought level is told to come back', async (t) => {
  const house = await House.open(t, { settings: { ringEvents: 1, heartbeatMs: 0 } });
  await pour(house, 'a', 20);
  const { epoch } = await (await house.enter([])).need('welcome');
  house.store.events = async () => [];
  const client = await house.enter(['floor'], { resume: { epoch, seq: 3 } });
  t.match(await client.need('bye'), { code: 4009, reason: 'behind' });
  await client.ended();
});

t.test('epoch: when the store was restored, every screen begins anew', async (t) => {
  const house = await House.open(t, { settings: { heartbeatMs: 15 } });
  await pour(house, 'a', 20);
  const floor = await house.enter(['floor']);
  const bills = await house.enter(['bills'], { subprotocol: 'kotd.v1.msgpack' });
  const { epoch } = await floor.need('reset');
  await bills.need('pos');
  house.store.restore(SCOPE, 5);
  for (const client of [floor, bills]) {
    const reset = await client.need('reset', (frame) => frame.epoch !== epoch);
    t.equal(reset.seq, 5);
    t.match(await client.need('pos', (frame) => frame.epoch !== epoch), { seq: 5, head: 5 });
  }
  await house.run('order.create', { id: 'after' });
  t.match(await floor.need('ev', ({ seq }) => seq === 6), { prev: 5, type: 'order.created' });
});

t.test(
  'epoch: a restore in the middle of a replay ends it, and the screen begins anew',
  async (t) => {
    const house = await House.open(t, { settings: { ringEvents: 1, heartbeatMs: 0 } });
    await pour(house, 'a', 1_100);
    const { epoch } = await (await house.enter([])).need('welcome');
    let replaying = () => {};
    const started = new Promise<void>((resolve) => {
      replaying = resolve;
    });
    let goOn = () => {};
    house.store.before = async (call) => {
      if (call !== 'events') return;
      replaying();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
    };
    const client = await house.enter(['floor'], { resume: { epoch, seq: 0 } });
    await started;
    house.store.before = async () => {};
    house.store.restore(SCOPE, 700);
    goOn();
    const reset = await client.need('reset');
    t.not(reset.epoch, epoch);
    t.equal(reset.seq, 700);
    await client.need('pos');
    t.equal(client.of('ev').length, 0, 'nothing read from the new stream is shown as the old one');
  },
);

t.test('epoch: an event of another epoch makes the worker look, not believe', async (t) => {
  const house = await House.open(t, { settings: { heartbeatMs: 0 } });
  await pour(house, 'a', 4);
  const client = await house.enter(['floor']);
  await client.need('pos');
  const looks = house.store.calls.position;
  const stray = { seq: 5, type: 'order.created', at: '', actor: '', data: {} };
  house.worker.door.publish(SCOPE, { epoch: 'gone', events: [stray] });
  await house.until(() => house.store.calls.position > looks);
  await house.run('order.create', { id: 'real' });
  t.match(await client.need('ev'), { seq: 5, data: { order: { id: 'real' } } });
  house.store.restore(SCOPE, 2);
  await house.run('order.create', { id: 'after' });
  t.match(await client.need('reset', ({ seq }) => seq === 3), { t: 'reset' });
  t.equal(client.of('ev').length, 1);
});

t.test('resume: one that cannot catch up comes back from where it was, all filtered', async (t) => {
  const house = await House.open(t, { settings: { heartbeatMs: 0, ringEvents: 0 } });
  const { epoch } = await (await house.enter(['bills'])).need('welcome');
  await house.run('order.create', { id: 'first' });
  let count = 0;
  house.store.before = async (call) => {
    // Whoever reads finds that another event came meanwhile.
    if (call === 'position') await house.run('order.create', { id: `o${count++}` });
  };
  const client = await house.enter(['bills'], { resume: { epoch, seq: 0 } });
  await client.ended();
  t.equal(client.closeCode, 4009);
  t.equal(client.of('ev').length, 0);
  const pos = await client.need('pos');
  t.ok(pos.seq > 900, `stands at ${pos.seq}`);
  t.equal(pos.epoch, epoch);
});
