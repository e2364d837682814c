import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
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

/** The lines of a log that say this. */
function lines(output: string, what: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(what))
    .map((line) => JSON.parse(line));
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
    t.ok(await says('kotd_store_failing 0'));
    t.ok(await says('kotd_store_connections_max 60'), 'of two workers');

    redis.pause();
    await until(() => says('kotd_redis_up 0'), 'look at a Redis that hangs');
    await until(async () => (await standing()).redis === 'open', 'worker that says so');
    t.match(await standing(), { store: 'ok' });
    redis.resume();
    await until(() => says('kotd_redis_up 1'), 'look at a Redis that answers again');

    await mongo.kill();
    await until(() => says('kotd_store_failing 1'), 'look at a database that is away');
    const away = () => lines(box.output, 'the store is away');
    await until(() => away().length === 2, 'line of each worker');
    const screens = await Promise.all(Array.from({ length: 8 }, () => openScreen(box.url)));
    t.same([...new Set(screens)], [503], 'whoever is in front takes another box');
    await mongo.restart();
    await until(() => says('kotd_store_failing 0'), 'look at a database that is back');
    await until(() => lines(box.output, 'the store is back').length === 2, 'line of each worker');
    t.equal(away().length, 2, 'one line of each worker');
    t.match(away(), [{ why: String }, { why: String }]);
    t.notMatch(away(), [{ err: Object }]);
    t.match(lines(box.output, 'the store is back'), [{ seconds: Number }, { seconds: Number }]);
  },
);
