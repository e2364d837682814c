import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { freePort } from '../../fleet/find.js';
import { Front } from '../../fleet/front.js';
import type { Upstream } from '../../fleet/nginx.js';
import { newFolder } from '../new-folder.js';
import { type AskOptions, type Asked, ask, noNginx, until, values } from '../nginx.js';
import { livedMs } from '../ticks.js';
import { WIDE } from './fleet.js';
import { CUT_RETRY, type Mood, Stub } from './stub.js';

/** An nginx in front of the stubs, which are workers of one box, and of other boxes. */
async function open(t: Test, moods: (() => Mood)[], others: readonly Upstream[] = []) {
  const folder = await newFolder(t);
  const stubs = await Promise.all(
    moods.map((mood, at) => Stub.open(join(folder, `worker-${at + 1}.sock`), mood)),
  );
  t.teardown(() => stubs.map((stub) => stub.close()));
  const box = { sockets: stubs.map(({ place }) => `${place}`), address: '', workers: stubs.length };
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
  const livedFor = await livedMs(async () =>
    t.same(await askBad('/api/v1/orders', { method: 'GET' }), [200, 2]),
  );
  t.ok(performance.now() - startedAt > 9_000);
  t.ok(livedFor < 12_000, `${livedFor} ms`);
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

type Placed = 'here' | 'elsewhere';

/** Two boxes behind an nginx, the first with two workers. What they do can be changed. */
async function openTwo(t: Test, first: Placed, second: Placed) {
  const folder = await newFolder(t);
  const moods: [Mood, Mood] = ['well', 'well'];
  const box = async (at: 0 | 1, placed: Placed, workers: number) => {
    const places = await Promise.all(
      Array.from({ length: placed === 'here' ? workers : 1 }, (_, worker) =>
        placed === 'here' ? join(folder, `${at}-${worker}.sock`) : freePort(),
      ),
    );
    const stubs = await Promise.all(places.map((place) => Stub.open(place, () => moods[at])));
    t.teardown(() => stubs.map((stub) => stub.close()));
    const here = placed === 'here';
    const upstream = {
      sockets: here ? places.map(String) : [],
      address: here ? '' : `127.0.0.1:${places[0]}`,
      workers,
    };
    return {
      upstream,
      servers: places.length,
      seen: () => stubs.reduce((sum, stub) => sum + stub.seen.length, 0),
    };
  };
  const boxes = [await box(0, first, 2), await box(1, second, 1)] as const;
  const nginx = await Front.prepare({
    folder,
    boxes: boxes.map(({ upstream }) => upstream),
    walls: WIDE,
  });
  t.teardown(() => nginx.stop());
  await nginx.start();
  const path = `${nginx.url}/api/v1/orders`;
  return {
    moods,
    boxes,
    read: () => ask(path),
    command: () => ask(path, { method: 'POST', headers: withId(), body: '{}' }),
    /** A command that nobody may send twice. */
    once: () => ask(path, { method: 'POST', body: '{}' }),
    screen: () => ask(`${nginx.url}/ws`, upgrade),
  };
}

/** How many ask at the same time: whoever refuses at once is free again first. */
const CROWD = 5;

/** What so many of them were answered, and how often. */
async function tally(count: number, act: () => Promise<Asked>): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  const member = async () => {
    for (let i = 0; i < count / CROWD; i++) {
      const { status } = await act();
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: CROWD }, member));
  return statuses;
}

for (const [first, second] of [
  ['here', 'elsewhere'],
  ['elsewhere', 'here'],
  ['elsewhere', 'elsewhere'],
] as const) {
  const where = `the first ${first}, the second ${second}`;

  t.test(`failover: one box is cut from its store (${where})`, { skip: noNginx }, async (t) => {
    const { moods, boxes, read, command, once, screen } = await openTwo(t, first, second);
    moods[0] = 'cut';
    t.same(await tally(100, read), { 200: 100 }, 'reads');
    t.same(await tally(100, command), { 200: 100 }, 'commands with an id');
    t.same(await tally(100, screen), { 426: 100 }, 'screens');
    const lost = await tally(100, async () => {
      await read();
      return await once();
    });
    t.ok((lost[200] ?? 0) >= 80, `commands without an id: ${JSON.stringify(lost)}`);

    moods[0] = 'well';
    const before = boxes[0].seen();
    const tookMs = await livedMs(() =>
      until(async () => {
        await read();
        return boxes[0].seen() > before;
      }, 'request at the box that is well again'),
    );
    t.ok(tookMs < 8_000, `used again after ${tookMs} ms`);
  });

  t.test(`failover: every box is cut from the store (${where})`, { skip: noNginx }, async (t) => {
    const { moods, boxes, read, command, once } = await openTwo(t, first, second);
    moods.fill('cut');
    const said = new Set<string>();
    const tried = new Set<number>();
    for (let i = 0; i < 150; i++) {
      const before = boxes[0].seen() + boxes[1].seen();
      const act = [read, command, once][i % 3] ?? read;
      const answer = await act();
      const { code } = JSON.parse(answer.body.toString());
      said.add(`${answer.status} ${code} ${values(answer, 'retry-after')}`);
      tried.add(boxes[0].seen() + boxes[1].seen() - before);
    }
    t.same([...said], [`503 store_unavailable ${CUT_RETRY}`], 'in kotd’s own words');
    t.ok(
      Math.max(...tried) <= boxes[0].servers + boxes[1].servers,
      'no more tries than there are servers',
    );
    moods.fill('well');
    t.same(await tally(20, read), { 200: 20 }, 'at once when it is over');
    t.same(await tally(20, once), { 200: 20 });
  });
}
