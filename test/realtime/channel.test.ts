import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { hears } from '../../src/domain/audience.js';
import type { Event } from '../../src/domain/decision.js';
import { Channel } from '../../src/realtime/channel.js';
import { JSON_CODEC } from '../../src/realtime/codec.js';
import { Air, Sitting } from './air.js';
import { House, SCOPE } from './house.js';
import { Screen } from './screen.js';
import { ticket } from './documents.js';

const NAMES = ['floor', 'bills', 'kitchen/grill', 'kitchen/bar'];

/** Keeps the sizes of what it is sent, and the texts. */
class Seated extends Sitting {
  readonly sizes: number[] = [];
  readonly texts: string[] = [];

  deliver(frames: readonly Uint8Array[]): void {
    this.sizes.push(frames.length);
    for (const frame of frames) this.texts.push(Buffer.from(frame).toString());
  }
}

function event(seq: number, kind: number): Event {
  const rest = { seq, at: '2025-01-05T12:00:00.000Z', actor: 'owner' };
  const id = `x${seq}`;
  if (kind === 0) return { ...rest, type: 'order.created', data: { order: { id } } };
  if (kind === 1) return { ...rest, type: 'bill.paid', data: { bill: { id } } };
  if (kind === 2) return { ...rest, type: 'menu.availabilityChanged', data: { item: { id } } };
  if (kind === 3) return { ...rest, type: 'ticket.created', data: { ticket: ticket(id, 'bar') } };
  return { ...rest, type: 'ticket.created', data: { ticket: ticket(id, 'grill') } };
}

t.test(
  'channel: each member gets what is heard once, in order, chained from where it joined',
  async (t) => {
    const plan = fc.record({
      audience: fc.uniqueArray(fc.constantFrom(...NAMES)),
      begins: fc.nat(20),
      kinds: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 40 }),
      joinsAfter: fc.nat(40),
      flushes: fc.array(fc.nat(40)),
      /** Of 17 and more several frames at once are published. */
      others: fc.constantFrom(0, 16),
    });
    fc.assert(
      fc.property(plan, ({ audience, begins, kinds, joinsAfter, flushes, others }) => {
        const audiences = new Set(audience);
        const air = new Air();
        const channel = new Channel(audiences, JSON_CODEC, begins, 60_000, air.publish);
        const [first, later] = [new Seated(air), new Seated(air)];
        const crowd = Array.from({ length: others }, () => new Seated(air));
        for (const member of [first, ...crowd]) channel.join(member);
        const events = kinds.map((kind, i) => event(begins + i + 1, kind));
        for (const [i, one] of events.entries()) {
          if (i === joinsAfter) channel.join(later);
          channel.offer(one);
          if (flushes.includes(i)) channel.flush();
        }
        channel.flush();
        const seqs = (list: string[]) => list.map((text) => JSON.parse(text).seq);
        const heard = events.filter((one) => hears(audiences, one)).map(({ seq }) => seq);
        for (const { texts } of [first, ...crowd]) t.strictSame(seqs(texts), heard);
        t.strictSame(
          seqs(later.texts),
          kinds.length > joinsAfter ? heard.filter((seq) => seq > begins + joinsAfter) : [],
        );
        const prevs = first.texts.map((text) => JSON.parse(text).prev);
        t.strictSame(prevs, [begins, ...heard].slice(0, heard.length));
        for (const member of [first, later, ...crowd]) channel.leave(member);
        t.same([channel.size, air.tuned.size], [0, 0]);
      }),
    );
  },
);

t.test(
  'channel: a few members get at once what came in one turn, many what was gathered',
  async (t) => {
    const air = new Air();
    const channel = new Channel(new Set(['floor']), JSON_CODEC, 0, 60_000, air.publish);
    const member = new Seated(air);
    const { sizes: sends } = member;
    channel.join(member);
    for (const seq of [1, 2, 3]) channel.offer(event(seq, 0));
    t.same(sends, [], 'what comes in the same turn goes with it');
    await nextTurn();
    t.same(sends, [3]);
    for (const seq of [4, 5]) channel.offer(event(seq, 0));
    await nextTurn();
    t.same(sends, [3, 2], 'and so does what comes right after it');
    channel.leave(member);

    const crowded = new Channel(new Set(['floor']), JSON_CODEC, 0, 60_000, air.publish);
    const crowd = Array.from({ length: 17 }, () => new Seated(air));
    const sizes = () => [...new Set(crowd.map((one) => one.sizes.join()))];
    for (const one of crowd) crowded.join(one);
    crowded.offer(event(1, 0));
    await nextTurn();
    t.same(sizes(), [''], 'many system calls are made for many events');
    crowded.flush();
    t.same([sizes(), air.count], [['1'], 0], 'a single one needs no topic');
    for (const seq of [2, 3]) crowded.offer(event(seq, 0));
    crowded.flush();
    t.same([sizes(), air.count], [['1,1,1'], 2], 'several are published, once for all');
    for (const one of crowd) crowded.leave(one);
  },
);

t.test('channel: an event is serialized once for all who hear the same', async (t) => {
  const house = await House.open(t);
  const clients = [];
  for (let i = 0; i < 20; i++) clients.push(await house.enter(['floor', 'kitchen/bar']));
  for (const client of clients) await client.need('pos');
  let serialized = 0;
  const data = {
    toJSON() {
      serialized++;
      return { order: { id: 'o1' } };
    },
  };
  const { epoch } = await house.enter([]).then((client) => client.need('welcome'));
  const one = { seq: 1, type: 'order.created', at: '2025-01-05T12:00:00.000Z', actor: 'owner' };
  house.worker.door.publish(SCOPE, {
    epoch,
    events: [{ ...one, data: data as unknown as Event['data'] }],
  });
  for (const client of clients) await client.need('ev');
  t.equal(serialized, 1);
});

t.test(
  'channel: whatever audiences overlap, a socket gets each event once and never sees a hole',
  async (t) => {
    const house = await House.open(t, { settings: { heartbeatMs: 10, gatherMs: 1 } });
    const sets = fc.sample(fc.uniqueArray(fc.constantFrom(...NAMES)), 12);
    const clients = [];
    for (const [i, audience] of sets.entries()) {
      clients.push({ audience, client: await house.enter(audience), screen: new Screen() });
      for (let j = 0; j < 6; j++) {
        const id = `${i}-${j}`;
        if (j % 3 === 0) await house.run('order.create', { id });
        else if (j % 3 === 1) await house.run('ticket.create', { id, of: j % 2 ? 'bar' : 'grill' });
        else await house.run('bill.create', { id });
      }
    }
    const stream = house.store.stream(SCOPE);
    for (const { audience, client, screen } of clients) {
      await client.need('pos', ({ seq }) => seq === stream.length);
      for (const frame of client.frames) screen.show(frame);
      t.strictSame(screen.faults, [], audience.join(' '));
      t.strictSame(screen.seqs, screen.expected(stream, audience), audience.join(' '));
    }
  },
);
