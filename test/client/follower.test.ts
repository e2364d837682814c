import fc from 'fast-check';
import t from 'tap';
import { Follower } from '../../client/follower.js';
import type { State } from '../../client/state.js';
import { Stream, type StreamFrame } from './stream.js';

/** What a bad line does with the frames of one connection. */
interface Line {
  /** Frames that come twice, and frames that the next one overtakes: by their place. */
  twice: number[];
  swapped: number[];
  /** How many arrive before it breaks. */
  breaksAfter: number;
}

const steps = fc.array(fc.record({ order: fc.nat(4), status: fc.nat(3), heard: fc.boolean() }), {
  minLength: 1,
  maxLength: 60,
});
const places = fc.array(fc.nat(80), { maxLength: 5 });
const lines = (swaps: boolean) =>
  fc.array(
    fc.record({
      twice: places,
      swapped: swaps ? places : fc.constant<number[]>([]),
      breaksAfter: fc.nat(90),
    }),
    { maxLength: 8 },
  );

/**
 * No break falls between a frame and one that overtook it: a position that comes before its events and is the
 * last word of a connection says what is not so, and nobody could tell. No order of bytes on a socket allows it.
 */
function carried(frames: readonly StreamFrame[], line: Line): StreamFrame[] {
  const out = [...frames];
  const together = new Set<number>();
  for (const place of line.swapped) {
    const [one, other] = [out[place], out[place + 1]];
    if (!one || !other) continue;
    out.splice(place, 2, other, one);
    together.add(place);
  }
  let arrive = line.breaksAfter;
  while (together.has(arrive - 1)) arrive++;
  return out
    .slice(0, arrive)
    .flatMap((frame, at) => (line.twice.includes(at) ? [frame, frame] : [frame]));
}

/** Plays one connection; answers after each frame. */
function connect(
  follower: Follower,
  stream: Stream,
  line: Line | null,
  seen: (frame: StreamFrame) => void,
) {
  const resume = follower.begin();
  follower.welcomed(stream.epoch);
  const frames = stream.answer(resume, stream.head);
  for (const frame of line ? carried(frames, line) : frames) {
    if (follower.take(frame) === 'doubt') return;
    seen(frame);
  }
}

const open = (state: State) => new Map([...state.orders].sort(([a], [b]) => (a < b ? -1 : 1)));
const truth = (stream: Stream, seq: number) =>
  new Map([...stream.openAt(seq)].sort(([a], [b]) => (a < b ? -1 : 1)));

t.test('follower: over any bad line it comes to what the server has', async (t) => {
  fc.assert(
    fc.property(steps, lines(true), (steps, lines) => {
      const stream = new Stream(steps);
      const follower = new Follower();
      for (const line of lines) connect(follower, stream, line, () => {});
      connect(follower, stream, null, () => {});
      t.strictSame(open(follower.state), truth(stream, stream.head));
      t.strictSame(follower.state.position, { epoch: 'one', seq: stream.head });
    }),
    { numRuns: 300 },
  );
});

t.test(
  'follower: while frames keep their order, a position is never told before its state',
  async (t) => {
    fc.assert(
      fc.property(steps, lines(false), (steps, lines) => {
        const stream = new Stream(steps);
        const follower = new Follower();
        for (const line of lines) {
          connect(follower, stream, line, (frame) => {
            if (frame.t !== 'pos') return;
            const seq = follower.state.position?.seq ?? 0;
            if (frame.seq === seq && seq === stream.head) {
              t.strictSame(open(follower.state), truth(stream, seq));
            }
          });
        }
      }),
      { numRuns: 300 },
    );
  },
);

t.test('follower: nothing goes back, and what is over stays over', async (t) => {
  fc.assert(
    fc.property(steps, lines(true), (steps, lines) => {
      const stream = new Stream(steps);
      const follower = new Follower();
      const revs = new Map<string, number>();
      const over = new Set<string>();
      for (const line of lines) {
        connect(follower, stream, line, () => {
          for (const { id, rev } of follower.state.orders.values()) {
            if (rev < (revs.get(id) ?? 0)) t.fail(`${id} went back to ${rev}`);
            if (over.has(id)) t.fail(`${id} was over`);
            revs.set(id, rev);
          }
          for (const id of follower.state.past.orders.keys()) over.add(id);
        });
      }
    }),
    { numRuns: 300 },
  );
});

t.test('follower: another epoch is another history', async (t) => {
  const [before, after] = [
    new Stream([
      { order: 1, status: 0, heard: true },
      { order: 1, status: 2, heard: true },
    ]),
    new Stream([{ order: 1, status: 0, heard: true }], 'two'),
  ];
  const follower = new Follower();
  connect(follower, before, null, () => {});
  t.strictSame([...follower.state.past.orders.keys()], ['h1'], 'paid');
  t.equal(follower.take(after.pos(1)), 'doubt', 'told over a link of the first');
  connect(follower, after, null, () => {});
  t.strictSame([...follower.state.orders.keys()], ['h1'], 'restored from before it was paid');
  t.equal(follower.state.past.orders.size, 0);
});

t.test('follower: a server that knows less than we do is believed', async (t) => {
  const more = new Stream([
    { order: 1, status: 0, heard: true },
    { order: 2, status: 0, heard: true },
  ]);
  const less = new Stream([{ order: 1, status: 0, heard: true }]);
  const follower = new Follower();
  connect(follower, more, null, () => {});
  connect(follower, less, null, () => {});
  t.strictSame([...follower.state.orders.keys()], ['h1']);
  t.equal(follower.state.position?.seq, 1);
});
