import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { tooLong } from './long.js';
import { MongoServer, noMongo } from './mongo.js';
import { noRedis, RedisServer } from './redis.js';

/**
 * What holds on the embedded store must hold on MongoDB and Redis, seen through the same doors: of the tests of
 * the road, those in which commands meet. That one alone does the same in every store is what the conformance
 * suite says; the dinners of test/faults/fleet-*.test.ts are played on these servers anyway.
 */
const FILES = [
  'road/approvals',
  'road/bill',
  'road/idempotency',
  'road/sessions',
  'road/shown',
  'road/two-waiters',
  'faults/fuzz',
];

t.test(
  'on servers: the front-door tests on MongoDB and Redis',
  { skip: noMongo || noRedis || tooLong },
  async (t) => {
    const [mongo, redis] = await Promise.all([MongoServer.start(), RedisServer.start()]);
    t.teardown(() => Promise.all([mongo.stop(), redis.stop()]));
    const [base = ''] = /^mongodb(?:\+srv)?:\/\/[^/]+/.exec(mongo.url('')) ?? [];
    for (const file of FILES) {
      const program = fileURLToPath(new URL(`./${file}.test.js`, import.meta.url));
      const servers = JSON.stringify({ mongo: base, redis: redis.url });
      const child = spawn(process.execPath, [program], {
        env: { ...process.env, KOTD_TEST_SERVERS: servers },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (text: Buffer) => {
          output += text.toString();
        });
      }
      const [code] = (await once(child, 'exit')) as [number | null];
      t.equal(code, 0, code === 0 ? file : `${file}:\n${output.slice(-4000)}`);
    }
  },
);
