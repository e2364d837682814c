import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { freePort } from '../../fleet/find.js';
import { Front } from '../../fleet/front.js';
import type { Upstream } from '../../fleet/nginx.js';
import { type AskOptions, ask, noNginx } from '../nginx.js';
import { WIDE } from './fleet.js';
import { type Mood, Stub } from './stub.js';

async function newFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-front-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An nginx in front of the stubs, which are workers of one box, and of other boxes. */
async function open(t: Test, moods: (() => Mood)[], others: readonly Upstream[] = []) {
  const folder = await newFolder(t);
  const stubs = await Promise.all(
    moods.map((mood, at) => Stub.open(join(folder, `worker-${at + 1}.sock`), mood)),
  );
  t.teardown(() => stubs.map((stub) => stub.close()));
  const box = { sockets: stubs.map(({ path }) => path), address: '', workers: stubs.length };
  const nginx = await Front.prepare({ folder, boxes: [box, ...others], walls: WIDE });
  t.teardown(() => nginx.stop());
  await nginx.start();
  return { url: nginx.url, stubs };
}

/** The first of two that sees a request fails it in this way; the other one is well. */
async function openBad(t: Test, bad: Mood) {
  let next: Mood = 'well';
  const mood = () => {
    const now = next;
    next = 'well';
    return now;
  };
  const { url, stubs } = await open(t, [mood, mood]);
  const readers = () => stubs.flatMap(({ seen }) => seen).length;
  /** Answers the status, and how many have read the request. */
  return async (path: string, options: AskOptions): Promise<[status: number, readers: number]> => {
    next = bad;
    const before = readers();
    const { status } = await ask(`${url}${path}`, options);
    return [status, readers() - before];
  };
}

const withId = () => ({ 'idempotency-key': randomUUID() });
const upgrade = {
  headers: {
    connection: 'upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  },
};

t.test('failover: what a worker read before it died', { skip: noNginx }, async (t) => {
  const askBad = await openBad(t, 'dies');
  const rows: [method: string, headers: Record<string, string>, outcome: [number, number]][] = [
    ['GET', {}, [200, 2]],
    ['HEAD', {}, [200, 2]],
    ['POST', withId(), [200, 2]],
    ['PATCH', withId(), [200, 2]],
    ['PUT', withId(), [200, 2]],
    ['POST', {}, [503, 1]],
    ['PATCH', {}, [503, 1]],
    ['PUT', {}, [503, 1]],
    ['DELETE', {}, [503, 1]],
  ];
  for (const [method, headers, outcome] of rows) {
    const body = method === 'GET' || method === 'HEAD' ? '' : '{}';
    const found = await askBad('/api/v1/orders', { method, headers, body });
    t.same(found, outcome, `${method} ${Object.keys(headers)}`);
  }
});

t.test(
  'failover: where nobody listens, everything goes to another',
  { skip: noNginx },
  async (t) => {
    const dead = [1, 2, 3].map(async () => {
      return { sockets: [], address: `127.0.0.1:${await freePort()}`, workers: 1 };
    });
    const gone = { sockets: [join(await newFolder(t), 'none.sock')], address: '', workers: 1 };
    const { url } = await open(t, [() => 'well'], [...(await Promise.all(dead)), gone]);
    const statuses = new Set<number>();
    for (const method of ['GET', 'POST', 'PATCH', 'GET', 'POST', 'PATCH', 'POST', 'POST']) {
      statuses.add((await ask(`${url}/api/v1/orders`, { method })).status);
    }
    t.same([...statuses], [200]);
  },
);

t.test('failover: a worker that hangs costs readers ten seconds', { skip: noNginx }, async (t) => {
  const askBad = await openBad(t, 'hangs');
  const startedAt = performance.now();
  t.same(await askBad('/api/v1/orders', { method: 'GET' }), [200, 2]);
  const seconds = (performance.now() - startedAt) / 1000;
  t.ok(seconds > 9 && seconds < 12, `${seconds.toFixed(1)} s`);
});

t.test(
  'failover: a screen goes past a worker that is about to stop',
  { skip: noNginx },
  async (t) => {
    const askBad = await openBad(t, 'drains');
    t.same(await askBad('/ws', upgrade), [426, 2]);
  },
);

t.test(
  'failover: when nobody is there, kotd’s own words and when to come back',
  { skip: noNginx },
  async (t) => {
    const { url, stubs } = await open(t, [() => 'well', () => 'well']);
    for (const stub of stubs) stub.close();
    for (const path of ['/api/v1/orders', '/ws']) {
      const { status, rawHeaders, body } = await ask(`${url}${path}`, { method: 'GET' });
      t.equal(status, 503);
      t.equal(rawHeaders[rawHeaders.indexOf('Retry-After') + 1], '1');
      t.match(JSON.parse(body.toString()), {
        code: 'deadline_passed',
        status: 503,
        retryable: true,
      });
    }
  },
);
