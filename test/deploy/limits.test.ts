import t from 'tap';
import { startFleet } from '../../fleet/start.js';
import { ask, noNginx, until, values } from '../nginx.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { NO_LIMITS, PLAIN } from './fleet.js';

/** Logins without an account that kotd allows an address. */
const PER_ADDRESS = 12;

t.test('limits: walls as an operator has them', { skip: noNginx }, async (t) => {
  const { nginx, boxes, stop } = await startFleet({
    ...PLAIN,
    boxes: 1,
    settings: { ...NO_LIMITS, KOTD_RATE_ADDRESS: String(PER_ADDRESS) },
  });
  t.teardown(stop);
  // At the box: with all its sign-ups and logins it would be over what one address may.
  const restaurant = await Restaurant.open(boxes[0]?.url ?? '');
  const live = `${nginx.url}/health/live`;

  await t.test('address: what a client says of its own address is not believed', async (t) => {
    const logIn = (from: string, forged: string) =>
      ask(`${nginx.url}/api/v1/auth/login`, {
        method: 'POST',
        from,
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': forged,
          'x-real-ip': forged,
          forwarded: `for=${forged}`,
        },
        body: JSON.stringify({ email: `${forged}@test.kotd`, password: 'wrong-password' }),
      });
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 3 * PER_ADDRESS) {
      statuses.push((await logIn('127.0.0.21', `192.0.2.${statuses.length + 1}`)).status);
    }
    t.equal(statuses.at(-1), 429, `one address, one budget: ${statuses}`);
    t.equal((await logIn('127.0.0.22', '192.0.2.1')).status, 401, 'and another one has its own');
  });

  await t.test('connections: 50 of one address, and others are not punished', async (t) => {
    const client = { localAddress: '127.0.0.31' };
    const open = () => Socket.open(nginx.url, restaurant, 'owner', ['floor'], { client });
    const screens = await Promise.all(Array.from({ length: 50 }, open));
    const refused = await ask(live, { from: '127.0.0.31' });
    t.equal(refused.status, 429);
    t.same(values(refused, 'retry-after'), ['1']);
    t.match(JSON.parse(refused.body.toString()), { code: 'rate_limited', retryable: true });
    t.equal((await ask(live, { from: '127.0.0.32' })).status, 200);
    const [first] = screens;
    first?.close();
    await first?.next(({ t }) => t === 'closed');
    const again = async () => (await ask(live, { from: '127.0.0.31' })).status === 200;
    await until(again, 'place for one after one left');
    for (const screen of screens) screen.close();
  });

  await t.test('requests: a burst when the power comes back, but no flood', async (t) => {
    const statuses = new Map<number, number>();
    // On a slow machine so many do not come faster than they are let in: then there are more.
    for (let round = 0; round < 30 || (round < 300 && !statuses.has(429)); round++) {
      // Fewer at a time than may be open.
      const answers = await Promise.all(
        Array.from({ length: 40 }, () => ask(live, { from: '127.0.0.41' })),
      );
      for (const { status } of answers) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    t.same([...statuses.keys()].sort(), [200, 429]);
    t.ok((statuses.get(200) ?? 0) > 400, `${statuses.get(200)} were let in`);
    t.equal((await ask(live, { from: '127.0.0.42' })).status, 200, 'others are not punished');
  });
});
