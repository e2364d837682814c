import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { Guard } from '../../src/redis/guard.js';
import { until } from '../redis.js';
import { livedMs } from '../ticks.js';
import { newLog, QUICK } from './parts.js';

function newGuard(t: Test, settings = QUICK, log = newLog()): Guard {
  const guard = new Guard(settings, log);
  t.teardown(() => guard.close());
  return guard;
}

const fails = () => Promise.reject(new Error('down'));

t.test('guard: half of ten calls that fail open it, fewer do not', async (t) => {
  const log = newLog();
  const guard = newGuard(t, QUICK, log);
  for (let call = 1; call <= 5; call++) t.equal(await guard.ask(async () => call, 100), call);
  for (let call = 6; call <= 9; call++) t.equal(await guard.ask(fails, 100), null);
  t.equal(guard.state, 'closed');
  await guard.ask(fails, 100);
  t.equal(guard.state, 'open');
  let asked = false;
  const ask = async () => {
    asked = true;
  };
  t.equal(await guard.ask(ask, 100), null);
  t.notOk(asked, 'an open breaker spares the server');
  t.match(guard.stats, { state: 'open', answered: 5, failed: 5, spared: 1 });
  for (let tries = 1; tries <= 2; tries++) {
    await until(() => guard.state === 'halfOpen', 'another try');
    if (tries === 1) await guard.ask(fails, 100);
  }
  t.equal(await guard.ask(async () => 'back', 100), 'back');
  await until(() => guard.state === 'closed', 'end of the trouble');
  t.equal(log.lines.length, 2, 'one line for each change');
});

t.test('guard: a connection that is back closes it at once', async (t) => {
  const guard = newGuard(t);
  for (let call = 1; call <= 10; call++) await guard.ask(fails, 100);
  t.equal(guard.state, 'open');
  guard.reconnected();
  t.equal(await guard.ask(async () => 1, 100), 1);
});

t.test('guard: only the first waits for an answer that is late', async (t) => {
  const guard = newGuard(t);
  let answer: (value: string) => void = () => undefined;
  const late = new Promise<string>((resolve) => {
    answer = resolve;
  });
  const startedAt = performance.now();
  const waitedMs = await livedMs(async () => t.equal(await guard.ask(() => late, 50), null));
  t.ok(performance.now() - startedAt >= 45, 'it waits');
  t.ok(waitedMs < 250, `${waitedMs} ms`);
  const othersMs = await livedMs(async () => {
    for (let call = 1; call <= 1000; call++) await guard.ask(fails, 50);
  });
  t.ok(othersMs <= 50, `the others go on at once: ${othersMs} ms`);
  t.match(guard.stats, { late: 1, spared: 1000 });
  answer('late');
  await delay(1);
  t.equal(await guard.ask(async () => 'in time', 50), 'in time');
});

t.test('guard: an answer that lies unread while the process stands still is in time', async (t) => {
  const guard = newGuard(t);
  const server = createServer().listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const [client, [far]] = [connect(address.port, '127.0.0.1'), await once(server, 'connection')];
  t.teardown(() => client.destroy());
  const answer = guard.ask(async () => String((await once(client, 'data'))[0]), 50);
  far.write('answer');
  for (const end = performance.now() + 100; performance.now() < end; );
  t.equal(await answer, 'answer');
  await delay(1);
  t.match(guard.stats, { late: 0, answered: 1 });
});

t.test('guard: a storm of failures does not stop the process', async (t) => {
  const guard = newGuard(t, { ...QUICK, breakerTimeoutMs: 100 });
  let asked = 0;
  const hangs = () => {
    asked++;
    return new Promise(() => undefined);
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: 20_000 }, () => guard.ask(hangs, 1000)));
  // Of the processor: others may use it meanwhile.
  const { user, system } = process.cpuUsage(before);
  const tookMs = (user + system) / 1000;
  t.equal(asked, 256);
  t.equal(guard.state, 'open');
  t.ok(tookMs < 2000, `${tookMs.toFixed()} ms`);
});
