import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import type { ToWorker } from '../../src/cluster/messages.js';
import { OpsWatch } from '../../src/cluster/ops-watch.js';
import type { Ops } from '../../src/domain/shapes/ops.js';
import { FACTS, totals, vitals } from '../ops/live/vitals.js';
import { until } from '../until.js';

/** A worker as the primary sees it, which answers at once unless it hangs. */
class StandIn {
  readonly state = 'ready';
  readonly told: Ops[] = [];
  readonly answers = new Map<number, Ops | null>();
  asked = 0;
  hangs = false;
  count = 0;
  /** Set when there is a watch. */
  watch: OpsWatch | null = null;

  constructor(
    readonly id: number,
    readonly number: number,
  ) {}

  post(message: ToWorker): void {
    if (message.kind === 'vitalsWanted') {
      this.asked++;
      if (this.hangs) return;
      const now = vitals({ pid: this.id, requests: totals([this.count]) });
      setImmediate(() => this.watch?.hear(this, message.id, now));
    } else if (message.kind === 'ops') {
      if (message.id !== null) this.answers.set(message.id, message.ops);
      else if (message.ops) this.told.push(message.ops);
    }
  }
}

function house(workers: StandIn[], facts = async () => FACTS) {
  let clock = 0;
  const logged: string[] = [];
  const watch = new OpsWatch({
    serving: () => workers,
    facts,
    cpu: () => ({ idle: 0, total: 0 }),
    clock: () => (clock += 1_000),
    log: pino({}, { write: (line: string) => logged.push(line) }),
    everyMs: 5,
  });
  for (const worker of workers) worker.watch = watch;
  return { watch, logged };
}

t.test(
  'ops: nothing is asked while nobody watches, and nothing once nobody does any more',
  async (t) => {
    const [first, second] = [new StandIn(1, 1), new StandIn(2, 2)];
    const { watch } = house([first, second]);
    await nextTurn();
    t.strictSame([first.asked, second.asked], [0, 0]);

    watch.watched(first, true);
    await until(() => first.told.length >= 3, 'three looks');
    t.ok(second.asked >= 3, 'all are asked');
    t.strictSame(second.told, [], 'only who watches is told');
    t.match(first.told[0]?.workers, [
      { worker: 1, pid: 1 },
      { worker: 2, pid: 2 },
    ]);

    watch.watched(second, true);
    watch.left(second);
    watch.watched(first, false);
    // A look may be under way. Meanwhile another house, which is watched, is looked at again and again.
    await watch.answer(first, 1);
    const { asked } = first;
    const control = new StandIn(1, 1);
    const other = house([control]);
    other.watch.watched(control, true);
    await until(() => control.told.length >= 10, 'ten looks elsewhere');
    other.watch.watched(control, false);
    t.equal(first.asked, asked);
  },
);

t.test('ops: whoever asks once is answered, also when nobody watches', async (t) => {
  const worker = new StandIn(1, 1);
  const { watch } = house([worker]);
  await Promise.all([watch.answer(worker, 7), watch.answer(worker, 8)]);
  t.equal(worker.asked, 1, 'one look for both');
  t.equal(worker.answers.get(7), worker.answers.get(8));
  t.equal(worker.answers.get(7)?.windowSeconds, 100, 'since the start');
  worker.count = 30;
  await watch.answer(worker, 9);
  t.match(worker.answers.get(9), { windowSeconds: 1, requests: { perSecond: 30 } });
});

t.test('ops: a worker that hangs is shown with what it said last, and drops no sum', async (t) => {
  const [first, second] = [new StandIn(1, 1), new StandIn(2, 2)];
  const { watch } = house([first, second]);
  second.count = 500;
  await watch.answer(first, 1);
  second.hangs = true;
  first.count = 10;
  await watch.answer(first, 2);
  const ops = first.answers.get(2);
  t.match(ops?.workers, [{ answered: true }, { worker: 2, pid: 2, answered: false }]);
  t.equal(ops?.requests.perSecond, 10);
});

t.test('ops: what cannot be seen is told as such, and does not end the primary', async (t) => {
  const worker = new StandIn(1, 1);
  const { watch, logged } = house([worker], () => Promise.reject(new Error('no disk')));
  await watch.answer(worker, 1);
  t.equal(worker.answers.get(1), null);
  t.match(logged.join(), /no disk/);
});
