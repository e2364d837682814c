import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import t from 'tap';
import { childrenOf } from '../../fleet/process.js';
import { startFleet } from '../../fleet/start.js';
import type { Order } from '../../src/domain/shapes/order.js';
import { NO_LIMITS, PLAIN, WIDE } from '../deploy/fleet.js';
import { ask, noNginx, until } from '../nginx.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';

/** Several clients that do the same again and again while something happens. */
class Crowd {
  readonly #outcomes = new Map<string, number>();
  readonly #members: Promise<void>[];
  #over = false;

  constructor(size: number, act: () => Promise<string | number>) {
    this.#members = Array.from({ length: size }, async () => {
      while (!this.#over) {
        const outcome = String(await act().catch((error: Error) => error.message));
        this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1);
      }
    });
  }

  get count(): number {
    return [...this.#outcomes.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Resolves when so many more have been done. */
  async go(more: number): Promise<void> {
    const goal = this.count + more;
    await until(() => this.count >= goal, `${more} more answers`);
  }

  /** What came out, and how often. */
  async end(): Promise<Record<string, number>> {
    this.#over = true;
    await Promise.all(this.#members);
    return Object.fromEntries(this.#outcomes);
  }
}

t.test('fleet: two boxes behind nginx', { skip: noNginx, timeout: 180_000 }, async (t) => {
  const fleet = await startFleet({ ...PLAIN, boxes: 2, walls: WIDE, settings: NO_LIMITS });
  t.teardown(() => fleet.stop());
  const { nginx, boxes } = fleet;
  const [first, second] = boxes;
  if (!first || !second) throw new Error('two boxes were asked for');
  const restaurant = await Restaurant.open(nginx.url);
  const orders = `${nginx.url}/api/v1/outlets/${restaurant.outlet}/orders`;
  const owner = { authorization: `Bearer ${restaurant.tokens.owner}` };

  const read = async () => {
    const answer = await fetch(`${nginx.url}/api/v1/outlets/${restaurant.outlet}/tables`, {
      headers: owner,
    });
    const { data } = (await answer.json()) as { data?: unknown[] };
    return data?.length === 4 ? answer.status : `${answer.status} without tables`;
  };

  await t.test('balance: screens go where the fewest are', async (t) => {
    const sockets = await Promise.all(
      Array.from({ length: 16 }, () => Socket.open(nginx.url, restaurant, 'owner', ['floor'])),
    );
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => socket.next(({ t }) => t === 'closed')));
    const counts = new Map<string, number>();
    await until(async () => {
      counts.clear();
      for (const line of (await readFile(nginx.accessLog, 'utf8')).match(/.+/g) ?? []) {
        const { path, server } = JSON.parse(line);
        if (path === '/ws') counts.set(server, (counts.get(server) ?? 0) + 1);
      }
      return [...counts.values()].reduce((sum, count) => sum + count, 0) === 16;
    }, '16 lines in the log');
    const [one = '', two = ''] = first.sockets;
    t.same(
      Object.fromEntries(counts),
      { [`unix:${one}`]: 4, [`unix:${two}`]: 4, [new URL(second.url).host]: 8 },
      'both workers of the first box, and twice as many at the port of the second with its two',
    );
  });

  await t.test('worker: killed again and again, and no reader notices', async (t) => {
    const crowd = new Crowd(8, read);
    for (let round = 0; round < 3; round++) {
      await crowd.go(100);
      const [pid = 0] = await first.workers();
      process.kill(pid, 'SIGKILL');
      await until(async () => !(await first.workers()).includes(pid), 'end of the worker');
    }
    await crowd.go(300);
    const outcomes = await crowd.end();
    t.same(Object.keys(outcomes), ['200'], JSON.stringify(outcomes));
  });

  for (const box of [first, second]) {
    await t.test(`box: ${box.name} loses power, and no reader notices`, async (t) => {
      const crowd = new Crowd(8, read);
      await crowd.go(100);
      box.kill();
      await crowd.go(500);
      await box.start();
      await crowd.go(300);
      const outcomes = await crowd.end();
      t.same(Object.keys(outcomes), ['200'], JSON.stringify(outcomes));
    });
  }

  await t.test('reload of kotd: nothing is lost, refused or done twice', async (t) => {
    const made: string[] = [];
    const order = async () => {
      const answer = await fetch(orders, {
        method: 'POST',
        headers: {
          ...owner,
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
        },
        body: '{"type":"takeaway","lines":[]}',
      });
      const { id } = (await answer.json()) as Order;
      if (answer.status === 201) made.push(id);
      return answer.status;
    };
    const screen = await Socket.open(second.url, restaurant, 'owner', ['floor']);
    const writers = new Crowd(4, order);
    const readers = new Crowd(4, read);
    await writers.go(50);
    await first.reload();
    await writers.go(50);
    const written = await writers.end();
    const outcomes = await readers.end();
    t.same(Object.keys(written), ['201'], JSON.stringify(written));
    t.same(Object.keys(outcomes), ['200'], JSON.stringify(outcomes));
    const opened = () =>
      screen.frames
        .filter(({ t, type }) => t === 'ev' && type === 'order.created')
        .map(({ data }) => (data as { order: Order }).order.id);
    await until(() => opened().length >= made.length, 'orders on a screen of the other box');
    t.same(opened().sort(), made.sort(), `${made.length} orders, each once`);
    screen.close();
  });

  await t.test('reload of nginx: screens stay where they are', async (t) => {
    const processes = () => childrenOf(nginx.pid);
    const screen = await Socket.open(nginx.url, restaurant, 'owner', ['floor']);
    const old = await processes();
    // On connections of their own: a kept one may end at the very moment of the next request.
    const crowd = new Crowd(4, async () => (await ask(orders, { headers: owner })).status);
    await nginx.configure(boxes.map((box) => box.upstream(false)));
    nginx.reload();
    await until(async () => (await processes()).some((pid) => !old.includes(pid)), 'new processes');
    await crowd.go(200);
    t.same(Object.keys(await crowd.end()), ['200']);
    const { id } = await restaurant.order();
    t.ok(await screen.next(({ t, data }) => t === 'ev' && JSON.stringify(data).includes(id)));
    t.notOk(screen.closed);
    screen.close();
  });

  await t.test('stop: nothing is left', async (t) => {
    const pids = [nginx.pid, ...boxes.map(({ pid }) => pid)];
    await fleet.stop();
    t.ok(pids.every((pid) => pid > 0));
    for (const pid of pids) t.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    await t.rejects(readdir(fleet.folder), { code: 'ENOENT' });
  });
});
