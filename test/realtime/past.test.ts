import t from 'tap';
import type { Event } from '../../src/domain/decision.js';
import { PAGE, Past } from '../../src/realtime/past.js';
import { Gate } from './outlets.js';

function event(seq: number): Event {
  return { seq, type: 'order.created', at: '2025-01-05T12:00:00.000Z', actor: 'owner', data: {} };
}

/** A store with so many events, which answers when the gate is open. */
function storeOf(count: number) {
  const gate = new Gate();
  const asked: number[] = [];
  const read = async (after: number) => {
    asked.push(after);
    await gate.passed;
    const found = Math.max(0, Math.min(count - after, PAGE));
    return Array.from({ length: found }, (_, i) => event(after + i + 1));
  };
  return { gate, asked, read };
}

const seqsOf = (events: readonly Event[] | null) => events?.map(({ seq }) => seq);

t.test('past: those who stand close to each other share one read', async (t) => {
  const { gate, asked, read } = storeOf(300);
  const past = new Past(read);
  const stand = [290, 280, 299, 295, 250];
  const answers = stand.map((seq) => past.after(seq));
  gate.open();
  for (const [i, answer] of answers.entries()) {
    const seq = stand[i] ?? 0;
    const missed = Array.from({ length: 300 - seq }, (_, j) => seq + 1 + j);
    t.strictSame(seqsOf(await answer), missed, `after ${seq}`);
  }
  t.equal(asked.length, 1);
  await past.after(290);
  t.equal(asked.length, 2, 'what was read before this was asked is no answer');
});

t.test('past: far from each other, each gets half a page at least', async (t) => {
  const { gate, asked, read } = storeOf(5_000);
  const past = new Past(read);
  const stand = [1_000, 1_100, 1_200, 1_450, 10];
  const answers = stand.map((seq) => past.after(seq));
  gate.open();
  for (const [i, answer] of answers.entries()) {
    const seqs = seqsOf(await answer) ?? [];
    t.equal(seqs[0], (stand[i] ?? 0) + 1);
    t.ok(seqs.length >= PAGE / 2, `${seqs.length} after ${stand[i]}`);
  }
  t.equal(asked.length, 3);
});

t.test('past: a stream that is another, and a store in trouble, are told to all', async (t) => {
  let fails = false;
  const past = new Past(async () => {
    if (fails) throw new Error('no store');
    return null;
  });
  t.strictSame(await Promise.all([past.after(5), past.after(6)]), [null, null]);
  fails = true;
  const both = [past.after(5), past.after(6)];
  for (const one of both) await t.rejects(one, /no store/);
  fails = false;
  t.equal(await past.after(5), null, 'and asked anew');
});
