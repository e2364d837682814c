import { connect } from 'node:net';
import { once } from 'node:events';
import fc from 'fast-check';
import t from 'tap';
import { registry } from '../../src/handlers/index.js';
import { auditStore } from '../../src/ops/audit.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

/** Every run throws the same: what it finds can be found again. */
const SEED = 20_261_121;
const LANES = 16;

const kotd = await Kotd.start({ KOTD_LOG: 'error' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);
const order = await place.order(place.tables[0]);
const { commands, queries } = registry();

/** Values that programs get wrong: types, ranges, shapes, names that mean something to JavaScript. */
const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1.5,
    -0,
    2 ** 53,
    2 ** 53 + 2,
    1e308,
    '',
    ' ',
    'x'.repeat(10_000),
    '\u0000',
    '\ud800',
    '💥',
    '__proto__',
    'constructor',
    '../../etc/passwd',
    '1; DROP TABLE orders',
    [],
    {},
    [[]],
    [null],
    { $gt: '' },
    { toString: 1 },
    order.id,
    order.lines[0]?.id,
    place.outlet,
  ),
  fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>,
);

const known = [order.id, place.items[0]?.id, place.tables[1]?.id, place.stations[0]?.id, 'nothing'];

/** A body that is nearly right: the fields of the command, with good, bad and surplus values. */
function bodyFor(fields: readonly string[]) {
  const good = fc.constantFrom<unknown>(...known, 1, 2, 'cash', 'dineIn', 'reason', true);
  const lines = fc.array(
    fc.record({ itemId: fc.oneof(good, hostile), quantity: fc.oneof(fc.constant(1), hostile) }),
    { maxLength: 3 },
  );
  const value = fc.oneof(good, hostile, lines);
  const named = fc.dictionary(fc.constantFrom(...fields, 'price', '__proto__', 'rev'), value, {
    maxKeys: fields.length + 1,
  });
  return fc.oneof(
    { weight: 6, arbitrary: named as fc.Arbitrary<unknown> },
    { weight: 1, arbitrary: hostile },
  );
}

const requests = commands.flatMap((spec) => {
  const fields = Object.keys(spec.body.properties);
  return [spec.path, spec.alsoPath ?? []].flat().map((path) =>
    fc.record({
      method: fc.constant(spec.method as string),
      path: pathOf(path),
      body: bodyFor(fields.length > 0 ? fields : ['x']),
    }),
  );
});

const questions = queries.map((spec) =>
  fc.record({
    method: fc.constant('GET'),
    path: fc
      .tuple(
        pathOf(spec.path),
        fc.dictionary(fc.constantFrom('limit', 'cursor', 'after', 'date', 'x'), fc.string()),
      )
      .map(([path, query]) => `${path}?${new URLSearchParams(query)}`),
    body: fc.constant(undefined),
  }),
);

function pathOf(path: string) {
  const ids = fc.constantFrom(...known, '%', '%zz', '..', ' ', 'a/b', 'é', '%00');
  const parts = path.split(/(\{\w+\})/).map((part) => {
    if (part === '{outletId}')
      return fc.constantFrom(place.outlet, place.outlet, place.outlet, 'no');
    return part.startsWith('{') ? ids : fc.constant(part);
  });
  return fc.tuple(...parts).map((chosen) => chosen.join('').replaceAll(' ', '%20'));
}

t.test(
  'HTTP: thousands of bad inputs are each a clear problem, and the worker lives',
  async (t) => {
    const samples = fc.sample(fc.oneof(...requests, ...questions), { seed: SEED, numRuns: 4000 });
    const strange: string[] = [];
    let refused = 0;
    const lane = async (from: number) => {
      for (let i = from; i < samples.length; i += LANES) {
        const { method, path, body } = samples[i] as {
          method: string;
          path: string;
          body: unknown;
        };
        const response = await fetch(`${kotd.url}/api/v1${path}`, {
          method,
          headers: {
            authorization: `Bearer ${place.tokens.owner}`,
            'content-type': 'application/json',
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        if (response.status >= 500) strange.push(`${method} ${path}: ${response.status} ${text}`);
        if (response.status >= 400) {
          refused++;
          const problem = JSON.parse(text) as { code?: string; status?: number; traceId?: string };
          if (!problem.code || problem.status !== response.status || !problem.traceId) {
            strange.push(`${method} ${path}: ${text}`);
          }
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, i) => lane(i)));
    t.same(strange, []);
    t.ok(refused > samples.length / 2, `${refused} refused`);
  },
);

t.test('HTTP: broken, huge and deeply nested bodies', async (t) => {
  const path = `/outlets/${place.outlet}/orders`;
  for (const [body, status] of [
    ['{', 400],
    ['', 422],
    ['null', 400],
    ['[]', 400],
    ['"x"', 400],
    ['{"type":"takeaway","lines":[],"lines":[]}', 201],
    ['['.repeat(300_000), 400],
    [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 422],
    [`{"type":"takeaway","lines":[${'[],'.repeat(100_000)}[]]}`, 422],
    [`{"type":"${'x'.repeat(1024 * 1024)}"}`, 413],
    ['{"type":"takeaway","lines":[{"itemId":"x","quantity":9007199254740993}]}', 422],
  ] as const) {
    const answer = await place.try('POST', '/orders', { body });
    t.equal(answer.status, status, `${path} ${body.slice(0, 40)}`);
  }
});

t.test('socket: thousands of bad commands are each answered, and the worker lives', async (t) => {
  const types = commands.filter(({ socket }) => socket);
  const bad = fc.oneof(
    ...types.map(({ type, body }) =>
      fc.record({ type: fc.constant(type), body: bodyFor(Object.keys(body.properties)) }),
    ),
  );
  for (const codec of ['json', 'msgpack'] as const) {
    const samples = fc.sample(bad, { seed: SEED, numRuns: 1000 });
    const open = () => Socket.open(kotd.url, place, 'owner', ['floor'], { codec });
    let socket = await open();
    const strange: string[] = [];
    for (const { type, body } of samples) {
      const answer = await socket.command(type, body as object).catch(() => null);
      const problem = answer?.problem;
      if (problem && (problem.status >= 500 || !problem.code)) {
        strange.push(`${type} ${problem.code}`);
      }
      if (answer) continue;
      // What is no plain data (a key that names the prototype) is no frame, and ends the conversation.
      const closed = socket.frames.at(-1);
      if (closed?.code !== 4400) strange.push(`${type}: closed with ${closed?.code}`);
      socket = await open();
    }
    t.same(strange, [], codec);
    socket.close();
  }
});

t.test('socket: bad frames are each a problem or a close with a reason', async (t) => {
  const frames = fc.oneof(
    fc.record({ t: fc.constantFrom('hello', 'auth', 'cmd', 'ack', 'ev'), x: hostile }),
    fc.record({ t: hostile }),
    hostile,
  );
  for (const codec of ['json', 'msgpack'] as const) {
    const open = () => Socket.open(kotd.url, place, 'owner', ['floor'], { codec });
    let socket = await open();
    for (const frame of fc.sample(frames, { seed: SEED, numRuns: 150 })) {
      socket.send(frame as object);
      const answered = socket.command('order.cancel', { orderId: 'no', reason: 'last' });
      const answer = await answered.catch(() => null);
      if (answer) {
        t.equal(answer.problem?.code, 'not_found');
        continue;
      }
      const closed = socket.frames.at(-1);
      t.ok(Number(closed?.code) >= 4000, `closed with ${closed?.code}`);
      socket = await open();
    }
    socket.close();
  }
  for (const bytes of [
    Buffer.from([0xc1]),
    Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]),
    Buffer.alloc(5_000, 0x91),
    Buffer.from([0xd4, 0x72, 0x40]),
    Buffer.from('not msgpack at all'),
  ]) {
    const socket = await Socket.open(kotd.url, place, 'owner', ['floor'], { codec: 'msgpack' });
    socket.sendRaw(bytes);
    const closed = await socket.next((frame) => frame.t === 'closed' || frame.t === 'err');
    t.ok(closed);
    socket.close();
  }
});

t.test('raw bytes on the port: the worker lives', async (t) => {
  for (const bytes of [
    '\0\0\0\0',
    'GET',
    'GET / HTTP/9.9\r\n\r\n',
    'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n',
  ]) {
    const port = Number(new URL(kotd.url).port);
    const raw = connect(port, '127.0.0.1');
    raw.on('error', () => {});
    raw.resume();
    raw.end(bytes);
    await once(raw, 'close');
  }
  t.equal((await place.try('GET', '/tables')).status, 200);
});

t.test('afterwards: no worker has died, and every invariant holds in the store', async (t) => {
  t.notMatch(kotd.output, /worker .*(died|exit)/i);
  t.notMatch(kotd.output, /unforeseen/);
  t.equal(await kotd.stop(), 0);
  const store = await kotd.openStore();
  t.same(await auditStore(store), []);
  await store.close();
});
