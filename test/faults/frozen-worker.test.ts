import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { childrenOf, signalTo } from '../../fleet/process.js';
import { MAX_UNSENT } from '../../src/cluster/messages.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { until } from '../until.js';

const folder = await mkdtemp(join(tmpdir(), 'kotd-run-'));
const kotd = await Kotd.start({ KOTD_SOCKETS: folder, KOTD_DRAIN_MS: '2000' });
t.teardown(async () => {
  await kotd.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Calls one worker by its own socket. */
function workerAt(number: number) {
  const socketPath = join(folder, `worker-${number}.sock`);
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  return async (method: string, path: string, token: string | null, body?: unknown) => {
    const headers = {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const call = request({ socketPath, path: `/api/v1${path}`, method, headers, agent });
    call.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer) };
  };
}

const [awake, frozen] = [workerAt(1), workerAt(2)];
/** Workers in the order in which they were forked. */
const [, pid = 0] = await childrenOf(kotd.process.pid);

t.test(
  'a worker that was frozen until its bus ran over lets nobody in who went meanwhile',
  async (t) => {
    const place = await Restaurant.open(kotd.url);
    const [item] = place.items;
    const email = `waiter-${process.pid}@frozen.kotd`;
    const login = { email, password: 'a-good-password' };
    const person = { ...login, name: 'W', role: 'waiter', outletIds: [place.outlet] };
    await place.api.expect(201, 'POST', '/staff', { token: place.tokens.owner, body: person });
    const { accessToken, refreshToken } = JSON.parse(
      (await awake('POST', '/auth/login', null, login)).body,
    );
    const seenBy = async (worker: typeof awake) => (await worker('GET', '/me', accessToken)).status;
    t.equal(await seenBy(frozen), 200, 'both know the token');

    process.kill(pid, 'SIGSTOP');
    try {
      const note = 'x'.repeat(200);
      const lines = Array.from({ length: 200 }, () => ({ itemId: item?.id, quantity: 1, note }));
      const orders = `/outlets/${place.outlet}/orders`;
      for (let bytes = 0; bytes < 1.5 * MAX_UNSENT; ) {
        const body = { type: 'takeaway', lines };
        const answer = await awake('POST', orders, place.tokens.owner, body);
        t.equal(answer.status, 201);
        bytes += answer.body.length;
      }
      t.equal((await awake('POST', '/auth/logout', null, { refreshToken })).status, 204);
      t.equal(await seenBy(awake), 401);
    } finally {
      signalTo(pid, 'SIGCONT');
    }
    // It has 8 MiB to read before.
    await until(async () => (await seenBy(frozen)) === 401, 'end of the session', 30_000);
  },
);
