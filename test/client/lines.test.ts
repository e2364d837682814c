import t, { type Test } from 'tap';
import { systemClock } from '../../client/clock.js';
import type { Terminal } from '../../client/terminal.js';
import { childrenOf, signalTo } from '../../fleet/process.js';
import { Wire } from '../chaos/wire.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { misbehaving } from './misbehaving.js';
import { agree, audit, openTill, screenOf, settled } from './tills.js';

const HEARTBEAT_MS = 400;
/** As long as a proof holds, and a dead line goes unnoticed at most. */
const SILENCE_MS = 2.5 * HEARTBEAT_MS;

/** A restaurant, a till on a good line, and another on a line that the test holds. */
async function twoTills(t: Test, codec: 'json' | 'msgpack' = 'json') {
  const settings = { KOTD_WORKERS: '2', KOTD_HEARTBEAT_MS: String(HEARTBEAT_MS) };
  const kotd = await Kotd.start(settings);
  t.teardown(() => kotd.remove());
  const place = await Restaurant.open(kotd.url);
  const wire = await Wire.to({ host: '127.0.0.1', port: Number(new URL(kotd.url).port) });
  t.teardown(() => wire.close());
  const far = `http://127.0.0.1:${wire.port}`;
  const [near, cut] = await Promise.all([
    openTill(t, kotd.url, place),
    openTill(t, far, place, { codec }),
  ]);
  await Promise.all([settled(near), settled(cut)]);
  await until(() => cut.catalog.get().menu !== null, 'menu');
  const given: string[] = [];
  return { kotd, place, wire, far, near, cut, given, give: giver(given) };
}

function giver(given: string[]) {
  return async (terminal: Terminal, ...[type, body]: Parameters<Terminal['queue']>) => {
    const { entry } = await terminal.queue(type, body);
    given.push(entry.id);
    return entry;
  };
}

async function bothSettled(...terminals: Terminal[]): Promise<void> {
  await Promise.all(terminals.map((terminal) => settled(terminal)));
}

t.test(
  'lines: a till that is cut off goes on, and comes back to what all others see',
  async (t) => {
    const { kotd, place, wire, near, cut, given, give } = await twoTills(t, 'msgpack');
    const [dal, thali] = place.items.map(({ id }) => id);
    const [t1, t2] = place.tables.map(({ id }) => id);
    const lines = [{ itemId: dal ?? '', quantity: 2 }];
    const first = await give(cut, 'order.create', { type: 'dineIn', tableId: t1 ?? '', lines });
    const orderId = (first.body as { id: string }).id;
    await settled(cut);

    wire.cut();
    await until(() => cut.view.offline, 'till that knows it is cut off');
    await give(cut, 'order.addLines', { orderId, lines: [{ itemId: thali ?? '', quantity: 1 }] });
    await give(cut, 'order.send', { orderId });
    const second = await give(cut, 'order.create', { type: 'dineIn', tableId: t2 ?? '', lines });
    await give(near, 'order.addLines', { orderId, lines });
    const shown = cut.view.withPending();
    t.equal(shown.orders.get(orderId)?.lines.length, 2, 'its own lines, shown as pending');
    t.ok(shown.orders.has((second.body as { id: string }).id));
    t.equal(shown.tables.get(t2 ?? '')?.state, 'busy');
    t.equal(cut.outbox.get().waiting.length, 3);
    await settled(near);
    t.notSame(screenOf(near), screenOf(cut));

    wire.heal();
    cut.hurry();
    await bothSettled(cut, near);
    await until(() => near.view.get().orders.size === 2, 'both orders on the other till');
    await settled(near);
    await agree(t, cut, near);
    t.equal(cut.view.get().orders.get(orderId)?.lines.length, 3, 'two waiters, every line once');
    t.equal(cut.view.withPending().pending.size, 0);
    t.strictSame(await audit(kotd, place.organization, given), []);
  },
);

t.test(
  'lines: a pulled cable is found out, and nothing on the way is lost or doubled',
  async (t) => {
    const { kotd, place, wire, near, cut, given, give } = await twoTills(t);
    const lines = [{ itemId: place.items[0]?.id ?? '', quantity: 1 }];
    let lost = 0;
    for (let round = 0; round < 3; round++) {
      wire.freeze();
      for (let at = 0; at < 5; at++) await give(cut, 'order.create', { type: 'takeaway', lines });
      await until(() => cut.view.offline && cut.view.behind !== null, 'screen that turns red');
      wire.heal();
      await settled(cut);
      wire.loseAnswers();
      for (let at = 0; at < 5; at++) await give(cut, 'order.create', { type: 'takeaway', lines });
      // Or the line was silent for so long before that the till had hung up: then nothing was on its way.
      const heard = () => near.view.get().orders.size > round * 10 + 5;
      await until(() => heard() || cut.view.offline, 'orders of lost answers');
      if (heard()) lost++;
      wire.heal();
      await settled(cut);
    }
    t.ok(lost > 0, `answers were lost in ${lost} of 3 rounds`);
    // The cut till saw what became of its own; the other one may still be on its way there.
    await agree(t, cut, near);
    t.equal(near.view.get().orders.size, 30, 'each order once');
    t.strictSame(cut.outbox.get().dead, []);
    t.strictSame(await audit(kotd, place.organization, given), []);
  },
);

t.test(
  'lines: a body that no rule can look at stops nobody, and the server refuses it',
  async (t) => {
    const { place, wire, cut, far, give, near } = await twoTills(t);
    const troubles: string[] = [];
    const world = { trouble: (_: unknown, what: string) => troubles.push(what) };
    const till = await openTill(t, far, place, { world });
    await settled(till);
    await until(() => till.catalog.get().menu !== null, 'menu');
    wire.cut();
    await until(() => till.view.offline && cut.view.offline, 'tills that are cut off');
    const line = { itemId: place.items[0]?.id ?? '', quantity: 1 };
    const lines = [{ ...line, modifierIds: null }] as never;
    const bad = await till.queue('order.create', { type: 'takeaway', lines });
    await give(till, 'order.create', { type: 'takeaway', lines: [line] });
    const { doubtful, orders } = till.view.withPending();
    t.strictSame([...doubtful], [[bad.entry.id, 'invalid']]);
    t.equal(orders.size, 1);
    t.strictSame(
      troubles,
      ['show what order.create will do'],
      'told once, however often it is drawn',
    );
    wire.heal();
    till.hurry();
    await settled(till);
    t.match(till.outbox.get().dead, [{ reason: 'refused', problem: { code: 'invalid' } }]);
    await until(() => near.view.get().orders.size === 1, 'good order on the other till');
  },
);

t.test('lines: a slow one is slow, and tells the truth about it', async (t) => {
  const { place, wire, near, cut } = await twoTills(t);
  wire.slow(SILENCE_MS / 4);
  const lines = [{ itemId: place.items[0]?.id ?? '', quantity: 1 }];
  const answers = Array.from({ length: 20 }, () =>
    cut.command('order.create', { type: 'takeaway', lines }),
  );
  t.equal(new Set((await Promise.all(answers)).map(({ id }) => id)).size, 20);
  await settled(cut);
  wire.slow(SILENCE_MS * 2);
  await until(() => cut.view.behind !== null, 'proof that runs out');
  wire.heal();
  await bothSettled(cut, near);
  await agree(t, cut, near);
});

t.test(
  'lines: frames that come twice and out of turn change nothing but the time it takes',
  async (t) => {
    const { kotd, place, far, near, given, give } = await twoTills(t);
    let dice = 7;
    const chance = () => {
      dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(dice / 1_000) % 1_000;
    };
    // Waits grow to half a minute while no link proves anything; in a twentieth of them the same happens.
    const random = () => Math.random() / 20;
    const world = { ...misbehaving({ twice: 100, overtaken: 30 }, chance), random };
    const odd = await openTill(t, far, place, { world });
    const lines = [{ itemId: place.items[2]?.id ?? '', quantity: 1 }];
    for (let round = 0; round < 40; round++) {
      const till = round % 2 === 0 ? odd : near;
      const { body } = await give(till, 'order.create', { type: 'takeaway', lines });
      const orderId = (body as { id: string }).id;
      await give(till, 'order.addLines', { orderId, lines });
      await give(till, 'order.send', { orderId });
      if (round % 3 === 0) await give(till, 'order.bill', { orderId });
    }
    await bothSettled(odd, near);
    await until(() => near.view.get().orders.size === 40, 'all orders');
    await bothSettled(odd, near);
    await agree(t, odd, near);
    t.equal(near.view.get().bills.size, 14);
    t.ok([...near.view.get().orders.values()].every((order) => order.lines.length === 2));
    t.strictSame(await audit(kotd, place.organization, given), []);
  },
);

t.test(
  'lines: workers are killed in the middle of it',
  { skip: process.platform !== 'linux' && 'reads /proc' },
  async (t) => {
    const { kotd, place, near, cut, given, give } = await twoTills(t);
    const lines = [{ itemId: place.items[1]?.id ?? '', quantity: 1 }];
    let kills = 0;
    for (let round = 0; round < 12; round++) {
      for (const till of [near, cut]) {
        const { body } = await give(till, 'order.create', { type: 'takeaway', lines });
        await give(till, 'order.send', { orderId: (body as { id: string }).id });
      }
      if (round % 3 === 0) {
        const workers = await childrenOf(kotd.process.pid);
        const victim = workers[round % workers.length];
        if (victim === undefined) continue;
        signalTo(victim, 'SIGKILL');
        kills++;
      }
    }
    await bothSettled(near, cut);
    await until(() => near.view.get().tickets.size === 48, 'all tickets');
    t.ok(kills > 0, `${kills} workers killed`);
    await bothSettled(near, cut);
    await agree(t, cut, near);
    t.strictSame([...near.outbox.get().dead, ...cut.outbox.get().dead], []);
    t.strictSame(await audit(kotd, place.organization, given), []);
  },
);

t.test('lines: a laptop that wakes believes nothing until it is proven', async (t) => {
  const { kotd, place, near } = await twoTills(t);
  let sleptMs = 0;
  const clock = { ...systemClock, now: () => Date.now() + sleptMs };
  const laptop = await openTill(t, kotd.url, place, { world: { clock } });
  await settled(laptop);
  const before = laptop.view.currentTo ?? '';
  sleptMs = 3_600_000;
  t.strictSame(laptop.view.behind, { events: null, since: before }, 'at the first look');
  t.ok(laptop.view.offline);
  const lines = [{ itemId: place.items[0]?.id ?? '', quantity: 1 }];
  await near.command('order.create', { type: 'takeaway', lines });
  await settled(laptop);
  t.ok((laptop.view.currentTo ?? '') >= before);
  await agree(t, laptop, near);
});
