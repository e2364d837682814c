import t from 'tap';
import type { Ops } from '../../src/domain/shapes/ops.js';
import { JSON_CODEC, MSGPACK_CODEC, type Codec } from '../../src/realtime/codec.js';
import { OpsFeed } from '../../src/realtime/ops-feed.js';
import { liveOps } from '../../src/ops/live/live.js';
import { FACTS, sample, vitals } from '../ops/live/vitals.js';
import { person } from './house.js';

const OPS: Ops = { ...liveOps(sample(0, vitals()), null, FACTS), alerts: [] };
const owner = person('owner', 'org');

/** A socket that keeps what it is given. */
class Watcher {
  readonly frames: Uint8Array[] = [];
  open = true;

  constructor(readonly codec: Codec) {}

  deliver(frames: readonly Uint8Array[]): void {
    this.frames.push(...frames);
  }
}

function feed(may = true) {
  const asked: boolean[] = [];
  const mayWatch = async () => may;
  return { asked, feed: new OpsFeed({ mayWatch, watch: (on) => void asked.push(on) }) };
}

t.test('ops feed: the first who watches begins it, the last who leaves ends it', async (t) => {
  const { asked, feed: ops } = feed();
  const [one, two] = [new Watcher(JSON_CODEC), new Watcher(JSON_CODEC)];
  ops.tell(OPS);
  await ops.watch(one, owner);
  await ops.watch(one, owner);
  t.strictSame(asked, [true]);
  ops.tell(OPS);
  await ops.watch(two, owner);
  t.strictSame([one.frames.length, two.frames.length], [1, 1], 'who comes later need not wait');
  ops.leave(one);
  ops.leave(one);
  ops.tell(OPS);
  t.strictSame([one.frames.length, two.frames.length], [1, 2]);
  ops.leave(two);
  t.strictSame(asked, [true, false]);
  await ops.watch(one, owner);
  t.equal(one.frames.length, 1, 'what was told before is old');
  t.strictSame(asked, [true, false, true]);
});

t.test('ops feed: each codec says the same, and writes it once', async (t) => {
  const { feed: ops } = feed();
  const [json, other, packed] = [JSON_CODEC, JSON_CODEC, MSGPACK_CODEC].map((c) => new Watcher(c));
  for (const each of [json, other, packed]) if (each) await ops.watch(each, owner);
  ops.tell(OPS);
  t.equal(json?.frames[0], other?.frames[0]);
  for (const each of [json, packed]) {
    const bytes = Buffer.from(each?.frames[0] ?? []);
    t.strictSame(each?.codec.decode(bytes, each.codec.binary), { t: 'ops', ...OPS });
  }
});

t.test(
  'ops feed: not for who does not run the box, nor for a socket that has closed',
  async (t) => {
    const refused = feed(false);
    await t.rejects(refused.feed.watch(new Watcher(JSON_CODEC), owner), { code: 'forbidden' });
    const { asked, feed: ops } = feed();
    const closed = new Watcher(JSON_CODEC);
    closed.open = false;
    await ops.watch(closed, owner);
    t.strictSame([asked, refused.asked], [[], []]);
  },
);
