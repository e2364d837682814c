import fc from 'fast-check';
import t from 'tap';
import type { Event } from '../../src/domain/decision.js';
import { Ring } from '../../src/realtime/ring.js';
import { Sequence } from '../../src/realtime/sequence.js';

const event = (seq: number): Event => ({ seq, type: 'order.created', at: '', actor: '', data: {} });
const seqsOf = (events: readonly Event[] | null) => events?.map(({ seq }) => seq) ?? null;
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

t.test(
  'sequence: whatever the order and the repeats, each event comes once and in its turn',
  async (t) => {
    const deliveries = fc
      .integer({ min: 1, max: 60 })
      .chain((n) =>
        fc.tuple(
          fc.constant(n),
          fc.shuffledSubarray(upTo(n), { minLength: n }),
          fc.array(fc.integer({ min: 1, max: n })),
          fc.integer({ min: 1, max: 7 }),
        ),
      );
    fc.assert(
      fc.property(deliveries, ([n, order, repeats, size]) => {
        const sequence = new Sequence(0);
        const shown: number[] = [];
        const all = [...order, ...repeats];
        for (let i = 0; i < all.length; i += size) {
          const due = sequence.accept(all.slice(i, i + size).map(event));
          shown.push(...due.map(({ seq }) => seq));
          t.strictSame(shown, upTo(shown.length));
          t.equal(sequence.position, shown.length);
        }
        t.equal(shown.length, n);
        t.equal(sequence.hasGap, false);
      }),
    );
  },
);

t.test('sequence: an event before its turn is a gap until the missing one comes', async (t) => {
  const sequence = new Sequence(5);
  t.strictSame(sequence.accept([event(7)]), []);
  t.strictSame([sequence.position, sequence.hasGap], [5, true]);
  t.strictSame(seqsOf(sequence.accept([event(6)])), [6, 7]);
  t.strictSame([sequence.position, sequence.hasGap], [7, false]);
  t.strictSame(sequence.accept([event(6), event(7)]), []);
});

t.test('sequence: what it cannot hold it still knows to be missing', async (t) => {
  const sequence = new Sequence(0);
  sequence.accept(upTo(5_000).slice(1).map(event));
  const shown = sequence.accept([event(1)]);
  t.equal(sequence.position, shown.length);
  t.ok(shown.length < 5_000);
  t.equal(sequence.hasGap, true);
  sequence.accept(upTo(5_000).map(event));
  t.strictSame([sequence.position, sequence.hasGap], [5_000, false]);
});

t.test('ring: the recent events, or null when it does not reach back', async (t) => {
  const ring = new Ring(() => 4, 10);
  t.equal(ring.after(9, 10), null);
  t.strictSame(ring.after(10, 10), [], 'nothing after where it begins');
  for (let seq = 11; seq <= 30; seq++) {
    ring.push(event(seq));
    t.strictSame(seqsOf(ring.after(seq, 10)), [], 'nothing after the last');
    if (seq >= 14) t.strictSame(seqsOf(ring.after(seq - 4, 10)), upTo(seq).slice(-4));
    if (seq >= 13) t.strictSame(seqsOf(ring.after(seq - 3, 2)), upTo(seq).slice(-3, -1));
    t.equal(ring.after(seq - 8, 10), null, 'at most twice the capacity');
  }
});

t.test('ring: older events are taken in when they reach up to those it has', async (t) => {
  const ring = new Ring(() => 4, 10);
  ring.fill(upTo(9).map(event));
  t.equal(ring.after(8, 10), null, 'the tenth would be missing');
  ring.fill(upTo(10).map(event));
  t.strictSame(seqsOf(ring.after(6, 10)), [7, 8, 9, 10], 'as many as there is room for');
  t.equal(ring.after(5, 10), null);
  ring.push(event(11));
  ring.fill(upTo(11).map(event));
  t.strictSame(seqsOf(ring.after(6, 10)), [7, 8, 9, 10, 11]);

  const short = new Ring(() => 4, 10);
  short.push(event(11));
  short.fill([8, 9, 10, 11, 12].map(event));
  t.strictSame(seqsOf(short.after(7, 10)), [8, 9, 10, 11], 'what comes later is pushed');
});
