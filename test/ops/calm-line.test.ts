import t from 'tap';
import { CalmLine } from '../../src/ops/calm-line.js';
import { openServer } from '../http/server.js';
import { until } from '../until.js';

t.test('calm line: one at once, then the latest, and how many were left out', async (t) => {
  const told: object[] = [];
  const line = new CalmLine((facts) => told.push(facts), 50);
  for (let ms = 1; ms <= 1000; ms++) line.say({ ms });
  t.same(told, [{ ms: 1 }]);
  // Its own timer keeps no process alive.
  await until(() => told.length > 1, 'second line');
  t.same(told[1], { ms: 1000, leftOut: 998 });
  line.say({ ms: 1001 });
  t.equal(told.length, 2, 'it goes on resting after that');
  await until(() => told.length > 2, 'third line');
  t.same(told[2], { ms: 1001 });
});

t.test('calm line: what comes seldom is told each time', async (t) => {
  const told: object[] = [];
  const line = new CalmLine((facts) => told.push(facts), 10);
  for (let at = 1; at <= 4; at++) {
    line.say({ at });
    await until(() => told.length === at, `line ${at}`);
  }
  t.same(
    told,
    [1, 2, 3, 4].map((at) => ({ at })),
  );
});

t.test('calm line: a hundred slow requests in a row are one', async (t) => {
  let ms = 0;
  const server = await openServer({ now: () => (ms += 600) });
  t.teardown(() => server.close());
  for (let i = 0; i < 100; i++) await server.api.call('GET', '/outlets/o1/tables');
  const slow = server.logged.filter(({ msg }) => msg === 'request was slow');
  t.equal(server.observed.length, 100);
  t.match(slow, [{ level: 40, ms: Number }]);
  t.equal(slow.length, 1);
});
