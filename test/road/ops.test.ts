import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { Ops } from '../../src/domain/shapes/ops.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Api } from '../api.js';
import { Kotd, onServers } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { type Place, Socket } from '../socket.js';

interface LoggedIn {
  accessToken: string;
  outlets: { id: string }[];
}

const OPERATOR = 'Boss@Box.example';
const kotd = await Kotd.start({ KOTD_OPERATORS: `somebody@else.example,${OPERATOR}` });
t.teardown(() => kotd.remove());
const api = new Api(kotd.url);
const [tenant, boss] = await Promise.all([
  Restaurant.open(kotd.url),
  signUp(api, 'boss@box.example'),
]);

async function signUp(at: Api, email: string): Promise<LoggedIn> {
  const body = {
    name: email,
    ownerName: 'Boss',
    email,
    password: 'a-good-password',
    outletName: 'A',
  };
  return await at.expect<LoggedIn>(201, 'POST', '/organizations', { body });
}

function placeOf({ accessToken, outlets }: LoggedIn): Place {
  const tokens = { owner: accessToken } as Record<Role, string>;
  return { outlet: outlets[0]?.id ?? '', tokens };
}

async function monitoring(name: string, token?: string, url = kotd.url) {
  const headers = new Headers(token ? { authorization: `Bearer ${token}` } : {});
  const response = await fetch(`${url}/api/monitoring/${name}`, { headers });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body };
}

function opsOf(frame: object): Ops {
  const { t: _, ...ops } = frame as { t: string };
  const [fault] = [...Value.Errors(Ops, ops)];
  if (fault) throw new Error(`${fault.path}: ${fault.message}`);
  return ops as unknown as Ops;
}

t.test('live operations: pushed again and again to who watches, of every worker', async (t) => {
  const socket = await Socket.open(kotd.url, placeOf(boss), 'owner', []);
  t.teardown(() => socket.close());
  socket.send({ t: 'watch', ops: true });
  opsOf(await socket.next((frame) => frame.t === 'ops'));
  for (let i = 0; i < 50; i++) await tenant.do('GET', '/menu');
  const busy = await socket.next((frame) => {
    if (frame.t !== 'ops') return false;
    const { requests, windowSeconds, workers, store } = opsOf(frame);
    // A worker that stands still, or waits for its store, is left out of a look.
    const whole = workers.length === 2 && workers.every(({ answered }) => answered);
    return requests.perSecond > 0 && windowSeconds < 30 && whole && store.readMs !== null;
  });
  const ops = opsOf(busy);
  t.match(ops.workers, [
    { worker: 1, state: 'ready', answered: true },
    { worker: 2, state: 'ready', answered: true },
  ]);
  t.equal(new Set(ops.workers.map(({ pid }) => pid)).size, 2);
  t.ok(ops.requests.p99Ms !== null && ops.requests.p50Ms !== null);
  t.ok(ops.sockets.open >= 1);
  t.equal(ops.store.kind, onServers ? 'mongodb' : 'embedded');
  t.equal(ops.bus.kind, onServers ? 'redis' : 'alone');
  t.ok((ops.store.readMs ?? -1) >= 0);
  t.equal(ops.system.pid, kotd.process.pid);

  socket.send({ t: 'watch', ops: false });
  const answered = await socket.command('order.calculate', {});
  t.equal(answered.t, 'err', 'the socket goes on');
});

t.test('live operations: a worker that is killed is seen to be another', async (t) => {
  const socket = await Socket.open(kotd.url, placeOf(boss), 'owner', []);
  t.teardown(() => socket.close());
  const { body } = await monitoring('system', boss.accessToken);
  const { workers, losses } = body as unknown as Ops;
  const sockets = workers.map((each) => each.sockets);
  const victim = workers[sockets.indexOf(Math.min(...sockets))];
  process.kill(victim?.pid ?? 0, 'SIGKILL');
  socket.send({ t: 'watch', ops: true });
  const after = opsOf(
    await socket.next((frame) => {
      return frame.t === 'ops' && opsOf(frame).losses > losses && opsOf(frame).workers.length === 2;
    }),
  );
  t.notOk(after.workers.some(({ pid }) => pid === victim?.pid));
});

t.test('live operations: not for the owner of another organization on the box', async (t) => {
  const socket = await Socket.open(kotd.url, tenant, 'owner', ['floor']);
  t.teardown(() => socket.close());
  socket.send({ t: 'watch', ops: true });
  const refused = await socket.next(({ t }) => t === 'err');
  t.match(refused, { id: null, problem: { code: 'forbidden' } });
  t.match(await socket.command('order.calculate', {}), { t: 'err' }, 'the socket goes on');
  t.notOk(socket.frames.some((frame) => frame.t === 'ops'));
  for (const name of ['metrics', 'health', 'alerts', 'system']) {
    t.match(await monitoring(name, tenant.tokens.owner), {
      status: 403,
      body: { code: 'forbidden' },
    });
    t.match(await monitoring(name), { status: 401 });
  }
});

t.test('live operations: a watch frame that does not say whether is refused', async (t) => {
  const socket = await Socket.open(kotd.url, placeOf(boss), 'owner', []);
  t.teardown(() => socket.close());
  socket.send({ t: 'watch' });
  t.match(await socket.next(({ t }) => t === 'err'), { problem: { code: 'malformed_frame' } });
});

t.test('monitoring: the same figures over HTTP, in parts', async (t) => {
  const { accessToken } = boss;
  const metrics = await monitoring('metrics', accessToken);
  t.equal(metrics.status, 200);
  const ops = opsOf({ t: 'ops', ...metrics.body });
  t.ok(ops.alerts.length >= 8);
  t.match(await monitoring('health', accessToken), {
    status: 200,
    body: { status: 'ready', workers: { listening: 2, wanted: 2 } },
  });
  t.match(await monitoring('alerts', accessToken), {
    body: { alerts: [{ name: 'latencyP95Ms', threshold: 500 }] },
  });
  t.match(await monitoring('system', accessToken), {
    body: { system: { box: ops.system.box }, workers: [{ worker: 1 }, { worker: 2 }] },
  });
});

t.test('health: whoever asks at /health hears what /health/ready says', async (t) => {
  const [short, long] = await Promise.all(
    ['/health', '/health/ready'].map((path) => fetch(`${kotd.url}${path}`)),
  );
  t.equal(short?.status, 200);
  t.strictSame(await short?.json(), await long?.json());
});

t.test(
  'operators: where nobody is named the owner of the demo is one, and nobody else',
  async (t) => {
    const demo = await Kotd.start({ KOTD_DEMO: '1' });
    t.teardown(() => demo.remove());
    const at = new Api(demo.url);
    const login = (email: string, password: string) =>
      at.expect<LoggedIn>(200, 'POST', '/auth/login', { body: { email, password } });
    const owner = await login('owner@demo.kotd', 'demo-owner');
    const manager = await login('manager@demo.kotd', 'demo-manager');
    const stranger = await signUp(at, 'stranger@test.kotd');
    const seen = async ({ accessToken }: LoggedIn) =>
      (await monitoring('alerts', accessToken, demo.url)).status;
    t.strictSame(await Promise.all([owner, manager, stranger].map(seen)), [200, 403, 403]);
  },
);

t.test('operators: signing up under the address of the demo makes nobody one', async (t) => {
  const data = await Kotd.start({ KOTD_DEMO: '0' });
  t.teardown(() => data.remove());
  await signUp(new Api(data.url), 'first@test.kotd');
  await data.stop();
  const again = await Kotd.start({ KOTD_DEMO: '1' }, data.data);
  t.teardown(() => again.remove());
  const impostor = await signUp(new Api(again.url), 'owner@demo.kotd');
  t.equal((await monitoring('alerts', impostor.accessToken, again.url)).status, 403);
});
