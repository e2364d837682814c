import t from 'tap';
import { tooLong } from '../long.js';
import { noMongo } from '../mongo.js';
import { noNginx } from '../nginx.js';
import { noOwnRedis } from '../redis.js';
import type { Fault } from './fault.js';
import { Game } from './play.js';

const missing = noMongo || noOwnRedis || (process.platform !== 'linux' && 'reads /proc');

/**
 * Plays those of the faults that are short enough for a test, each as one, one after the other on one fleet: all
 * of them need the same. No time is judged here, where the machine's load would decide: `npm run chaos` does.
 */
export function playInCi(faults: readonly Fault[]): void {
  const played = faults.filter(({ ci }) => ci);
  const [first] = played;
  if (!first) throw new Error('CI plays none of these');
  const odd = played.find((fault) => !needTheSame(fault, first));
  if (odd) throw new Error(`${odd.name} needs another fleet than ${first.name}`);
  const skip = missing || (first.front && noNginx) || tooLong;
  t.test('fleet', { skip, timeout: 400_000 }, async (t) => {
    const game = await Game.open(first);
    t.teardown(() => game.close());
    for (const fault of played) {
      await t.test(`fleet: ${fault.name}`, { timeout: 200_000 }, async (t) => {
        const { broken, commands, longestAnswerMs, kitchenMs } = await game.strike(fault);
        t.same(broken, [], fault.what);
        t.ok(commands > 100, `${commands} commands`);
        const longest = longestAnswerMs.toFixed(0);
        t.comment(`longest answer ${longest} ms, tickets ${JSON.stringify(kitchenMs)}`);
      });
    }
    await t.test('fleet: afterwards all that was acknowledged is there, and adds up', async (t) => {
      t.same(await game.end(), []);
    });
  });
}

function needTheSame(one: Fault, other: Fault): boolean {
  const needs = ['front', 'alone', 'settings', 'boxSettings', 'after'] as const;
  return needs.every((need) => one[need] === other[need]);
}
