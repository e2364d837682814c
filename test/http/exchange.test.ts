import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { KotdError } from '../../src/domain/errors.js';
import { openServer, type TestServer } from './server.js';

const wait = '/outlets/o1/wait';
const asOwner = { token: 'owner' };

/** A promise and the means to settle it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await tick();
}

t.test('late answers: many at once over real ticks, each its own', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  server.moods.wait = async () => {
    for (let ticks = 0; ticks < 5; ticks++) await tick();
  };
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      server.api.call('GET', wait, { ...asOwner, headers: { 'x-request-id': `r${at}` } }),
    ),
  );
  t.ok(answers.every(({ status, body }) => status === 200 && body.waited === true));
  t.same(
    answers.map(({ headers }) => headers.get('x-request-id')),
    answers.map((_, at) => `r${at}`),
  );
  t.equal(server.door.inFlight(), 0);
});

t.test(
  'deadline: a handler that never answers is given up, and may answer in vain later',
  async (t) => {
    const server = await openServer({ deadlineMs: 50 });
    t.teardown(() => server.close());
    const { open, opened } = gate();
    server.moods.wait = () => opened;
    const answer = await server.api.call('GET', wait, asOwner);
    t.match([answer.status, answer.body], [503, { code: 'deadline_passed', retryable: true }]);
    t.equal(answer.headers.get('retry-after'), '1');
    t.equal(server.door.inFlight(), 0);
    open();
    await tick();
    t.equal((await server.api.call('GET', '/outlets/o1/echo', asOwner)).status, 200, 'alive');
  },
);

t.test('abort: a client that goes away before its answer harms nobody', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  const { open, opened } = gate();
  server.moods.wait = async () => {
    await opened;
    throw new TypeError('nobody is there to be told');
  };
  const ended = server.ended();
  const socket = connect(server.port, '127.0.0.1');
  socket.write(`GET /api/v1${wait} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer owner\r\n\r\n`);
  await eventually(() => server.door.inFlight() === 1);
  socket.destroy();
  t.match(await ended, { route: '/api/v1/outlets/{outletId}/wait', method: 'GET', status: 499 });
  t.equal(server.door.inFlight(), 0);
  open();
  await eventually(() => server.logged.some(({ msg }) => msg === 'unforeseen error'));
  t.equal(server.observed.length, 1, 'it ended once');
  t.equal((await server.api.call('GET', '/outlets/o1/echo', asOwner)).status, 200, 'alive');
});

t.test(
  'drain: answers close their connections, and it ends when the last one is out',
  async (t) => {
    const server = await openServer();
    t.teardown(() => server.close());
    const { open, opened } = gate();
    server.moods.wait = () => opened;
    const late = server.api.call('GET', wait, asOwner);
    await eventually(() => server.door.inFlight() === 1);
    let drained = false;
    const draining = server.door.drain().then(() => {
      drained = true;
    });
    const meanwhile = await server.api.call('GET', '/outlets/o1/echo', asOwner);
    t.same([meanwhile.status, meanwhile.headers.get('connection')], [200, 'close']);
    const head = await fetch(`${server.url}/health/live`, { method: 'HEAD' });
    t.same([head.status, head.headers.get('connection')], [200, 'close'], 'without a body too');
    t.equal((await fetch(`${server.url}/health/ready`)).status, 503);
    t.equal(drained, false);
    open();
    const answer = await late;
    t.same([answer.status, answer.headers.get('connection')], [200, 'close']);
    await draining;
    await server.door.drain();
  },
);

t.test('drain: the server closes the connection, not only the client', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  await server.door.drain();
  const socket = connect(server.port, '127.0.0.1');
  socket.resume();
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'close');
});

t.test('logs: defects, failures and slow requests, without what the client wrote', async (t) => {
  let now = 0;
  const server = await openServer({ now: () => now });
  t.teardown(() => server.close());
  const lineOf = (server: TestServer, msg: string) =>
    server.logged.filter((line) => line.msg === msg);
  const { body, headers } = await server.api.call('GET', '/outlets/o1/fail', asOwner);
  const traceId = headers.get('x-request-id');
  t.match(body, { code: 'internal', traceId });
  t.notMatch(JSON.stringify(body), /secret-of-the-house/, 'the answer tells nothing of the defect');
  t.match(lineOf(server, 'unforeseen error'), [
    { traceId, err: { message: /secret-of-the-house/ } },
  ]);
  t.match(lineOf(server, 'request failed'), [{ level: 50, traceId, status: 500 }]);

  server.moods.wait = async () => {
    now += 501;
  };
  await server.api.call('GET', wait, asOwner);
  t.match(lineOf(server, 'request was slow'), [{ level: 40, status: 200, ms: 501 }]);
  t.match(server.observed.at(-1), { seconds: 0.501 });

  await server.api.call('POST', '/auth/login?x=secret-query', {
    body: { email: 'mail-secret@x', password: 'secret-word' },
    headers: { authorization: 'Bearer secret-token' },
  });
  await server.api.call('POST', '/auth/login', { body: '{"password":"secret-broken' });
  t.match(lineOf(server, 'request').at(-1), {
    level: 20,
    route: '/api/v1/auth/login',
    method: 'POST',
    status: 400,
  });
  t.notMatch(JSON.stringify(server.logged), /secret-(query|word|token|broken)|mail-secret/);
});

t.test('logs: what an outage came from', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  server.moods.wait = async () => {
    const cause = new Error('the disk is full');
    throw Object.assign(new KotdError('store_unavailable'), { cause });
  };
  const { status, headers } = await server.api.call('GET', wait, asOwner);
  t.equal(status, 503);
  const line = server.logged.find(({ msg }) => msg === 'unforeseen error');
  t.match(line, { level: 50, traceId: headers.get('x-request-id') });
  t.match(JSON.stringify(line), /the disk is full/);
});

t.test(
  'defects in the edge itself: logged, the connection closed, nobody else harmed',
  async (t) => {
    const unwritable = 42 as unknown as string;
    let ids = 0;
    const server = await openServer({
      metrics: async () => unwritable,
      newTraceId: () => {
        if (ids++ === 1) throw new Error('no ids left');
        return `id${ids}`;
      },
    });
    t.teardown(() => server.close());
    await t.rejects(fetch(`${server.url}/metrics`), 'an answer that cannot be written');
    t.equal(server.door.inFlight(), 0);
    await t.rejects(fetch(`${server.url}/health/live`), 'a request that cannot be read');
    t.equal((await fetch(`${server.url}/health/live`)).status, 200, 'alive');
    const defects = server.logged.filter(({ msg }) => msg === 'unforeseen error');
    t.match(defects, [
      { route: '/metrics' },
      { route: '/health/live', err: { message: /no ids/ } },
    ]);
  },
);

t.test('observed: each request once, under names that cannot grow without bound', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  await server.api.call('GET', '/outlets/o1/tables/some-id', asOwner);
  await server.api.call('GET', '/whatever/some-id', asOwner);
  await server.api.call('PROPFIND', '/me', asOwner);
  t.same(
    server.observed.map(({ route, method, status }) => [route, method, status]),
    [
      ['/api/v1/outlets/{outletId}/tables/{tableId}', 'GET', 404],
      ['(no such path)', 'GET', 404],
      ['(no such path)', 'OTHER', 404],
    ],
  );
  t.ok(server.observed.every(({ seconds }) => seconds >= 0 && seconds < 5));
});

t.test('store in trouble: 500 for the one who asked, service for the next', async (t) => {
  const server = await openServer();
  t.teardown(() => server.close());
  server.store.broken = true;
  for (const path of ['/outlets/o1/tables', '/outlets/o1/tables/x']) {
    const { status, body } = await server.api.call('GET', path, asOwner);
    t.match([status, body], [500, { code: 'internal' }], path);
  }
  server.store.broken = false;
  t.equal((await server.api.call('GET', '/outlets/o1/tables', asOwner)).status, 200);
});
