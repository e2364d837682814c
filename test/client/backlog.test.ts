import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { openDevice } from '../../client/node.js';
import type { Terminal } from '../../client/terminal.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';
import { fastTillClock } from './fast-till-clock.js';
import { person, Tokens } from './people.js';
import { audit, openTill } from './tills.js';

const PROGRAM = fileURLToPath(new URL('./returning-till.js', import.meta.url));
const FAST = new URL('../fast-clock.js', import.meta.url).href;
/** Commands that an account may give in a minute: far fewer than wait, as 200 are for a thousand orders. */
const A_MINUTE = 100;
/** More than may be on their way at once: the limit is met by some of them, and kept from the others. */
const ORDERS = 120;
/** So much waits when the till is killed: within the first minute, and within the next. */
const KILLS = [ORDERS * 2 - 20, ORDERS * 2 - A_MINUTE - 20];
/** Commands on their way at once (client/outbox/sender.ts): so many may meet the limit in vain. */
const AT_ONCE = 32;

/** An evening without a server: orders of two lines, the second one an afterthought. */
async function evening(till: Terminal, itemId: string): Promise<string[]> {
  const given: string[] = [];
  for (let number = 0; number < ORDERS; number++) {
    const line = (note: string) => [{ itemId, quantity: 1, note }];
    const { entry } = await till.queue('order.create', { type: 'takeaway', lines: line('1') });
    const orderId = entry.body.id ?? '';
    const more = await till.queue('order.addLines', { orderId, lines: line('2') });
    given.push(entry.id, more.entry.id);
  }
  return given;
}

/** Runs the till until no more than so many commands wait, then kills it. */
async function run(args: readonly string[], left: number): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) if (Number(line) <= left) break;
  child.kill('SIGKILL');
  await ended;
}

/** Commands over sockets that were answered with this status, as the box counts them. */
async function answered(kotd: Kotd, status: number): Promise<number> {
  const ask = async () => await (await fetch(`${kotd.url}/metrics`)).text();
  const silent = (metrics: string) => /^kotd_metrics_unanswered_total \d+$/m.exec(metrics)?.[0];
  let text = await ask();
  // By its fast clock a worker has a tenth of a second to say its part: what lacks one is asked for again.
  const whole = async () => {
    const before = silent(text);
    text = await ask();
    return silent(text) === before;
  };
  await until(whole, 'word of every worker');
  return text
    .split('\n')
    .filter((line) => /^kotd_commands?_\w*total\{/.test(line) && line.includes(`"${status}"`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

t.test(
  'backlog: far more than the limits allow is there in the end, in order and once, through kills',
  async (t) => {
    const kotd = await Kotd.start({
      KOTD_RATE_ORDERS: String(A_MINUTE),
      NODE_OPTIONS: `--import=${FAST}`,
    });
    t.teardown(() => kotd.remove());
    const place = await Restaurant.open(kotd.url);
    const item = place.items[0]?.id ?? '';
    const store = join(t.testdir(), 'till');

    const away = await openDevice({ url: 'http://127.0.0.1:9', store });
    const tokens = new Tokens(place.tokens.owner, person('till'));
    const options = { outlet: place.outlet, audience: ['floor'] as const, tokens };
    const given = await evening(await away.terminal(options), item);
    await away.close();

    const args = [kotd.url, place.outlet, place.tokens.owner, store];
    for (const left of KILLS) await run(args, left);
    const world = { clock: fastTillClock };
    const till = await openTill(t, kotd.url, place, { store, world });
    const said = () => {
      const { waiting, confirmed } = till.outbox.get();
      return waiting.length + confirmed.length === 0;
    };
    await until(said, 'till that has said everything, and heard what came of it', 60_000);

    t.strictSame(till.outbox.get().dead, [], 'a limit is no reason to give a command up');
    const orders = [...till.view.get().orders.values()];
    t.equal(orders.length, ORDERS);
    for (const { lines, id } of orders) {
      const notes = lines.map(({ note }) => note).join('');
      if (notes !== '12') t.fail(`order ${id} has ${notes}`);
    }
    // At the end of each minute but the last; a till that was killed must meet it anew.
    const meetings = Math.ceil(given.length / A_MINUTE) - 1 + KILLS.length;
    const refused = await answered(kotd, 429);
    t.ok(refused > 0, `the limit was met: ${refused} times`);
    t.ok(
      refused <= AT_ONCE * meetings,
      `who is refused waits, and does not knock: ${refused} refusals`,
    );
    t.strictSame(await audit(kotd, place.organization, given), []);
  },
);
