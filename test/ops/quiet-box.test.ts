import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import { startFleet } from '../../fleet/start.js';
import { NO_LIMITS, WIDE } from '../deploy/fleet.js';
import { noMongo } from '../mongo.js';
import { noNginx, until } from '../nginx.js';
import { noOwnRedis } from '../redis.js';

/** Asks for a socket; answers the status, and closes what came of it. */
async function openScreen(url: string): Promise<number | undefined> {
  const headers = {
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  };
  const call = request(`${url}/ws`, { headers, agent: false }).end();
  const answers = [once(call, 'upgrade'), once(call, 'response')];
  const [answer] = (await Promise.race(answers)) as [IncomingMessage];
  answer.socket.destroy();
  return answer.statusCode;
}

interface Line {
  worker: number;
  msg: string;
}

/** What a worker's log tells of the store's outages, in its order. */
function toldBy(worker: number, output: string) {
  return output
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line): Line => JSON.parse(line))
    .filter((line) => line.worker === worker && /^the store is (away|back)/.test(line.msg));
}

t.test(
  'quiet box: it knows of its servers though nobody asks it for anything',
  { skip: noMongo || noOwnRedis || noNginx, timeout: 120_000 },
  async (t) => {
    const fleet = await startFleet({
      boxes: 1,
      walls: WIDE,
      settings: { ...NO_LIMITS, KOTD_LOG: 'warn', KOTD_MONGO_POOL_MAX: '30' },
    });
    t.teardown(() => fleet.stop());
    const { mongo, redis } = fleet;
    const [box] = fleet.boxes;
    if (!box || !mongo || !redis) throw new Error('all of them were asked for');
    // The scrape asks the workers only for numbers.
    const says = async (line: string) => {
      const text = await (await fetch(`${box.url}/metrics`)).text();
      return text.split('\n').includes(line);
    };
    const standing = async () => {
      const answer = await fetch(`${box.url}/health/ready`);
      return (await answer.json()) as Record<string, string>;
    };

    await until(() => says('kotd_redis_up 1'), 'Redis that answers');
    // A worker that stands still is left out of the sums.
    await until(() => says('kotd_store_connections_max 60'), 'connections of two workers');
    await until(() => says('kotd_store_failing 0'), 'database that does not fail');

    redis.pause();
    await until(() => says('kotd_redis_up 0'), 'look at a Redis that hangs');
    await until(async () => (await standing()).redis === 'open', 'worker that says so');
    t.match(await standing(), { store: 'ok' });
    redis.resume();
    await until(() => says('kotd_redis_up 1'), 'look at a Redis that answers again');

    const log = () => readFile(join(fleet.logs, `${box.name}.log`), 'utf8');
    const before = (await log()).length;
    const told = async (worker: number) => toldBy(worker, (await log()).slice(before));
    const bothSay = (what: string) => async () =>
      (await Promise.all([1, 2].map(told))).every((lines) => lines.at(-1)?.msg.startsWith(what));
    await mongo.kill();
    await until(() => says('kotd_store_failing 1'), 'look at a database that is away');
    await until(bothSay('the store is away'), 'line of each worker');
    const screens = await Promise.all(Array.from({ length: 8 }, () => openScreen(box.url)));
    t.same([...new Set(screens)], [503], 'whoever is in front takes another box');
    await mongo.restart();
    await until(() => says('kotd_store_failing 0'), 'look at a database that is back');
    await until(bothSay('the store is back'), 'line of each worker');
    // A database that starts on a busy machine may hang once more: then it was away twice.
    const outage = [
      { msg: /away/, why: String, err: undefined },
      { msg: /back/, seconds: Number },
    ];
    for (const worker of [1, 2]) {
      const lines = await told(worker);
      t.equal(lines.length % outage.length, 0, 'for each outage two lines');
      for (const [at, line] of lines.entries()) t.match(line, outage[at % outage.length]);
    }
  },
);
