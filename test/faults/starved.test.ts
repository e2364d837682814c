import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { person } from '../../demo/evening.js';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Field } from '../chaos/field.js';
import { noMongo } from '../mongo.js';
import { noOwnRedis } from '../redis.js';

/** Two looks would have come within it. */
const PATIENCE_MS = 6_000;
/** The box that does not look. */
const BLIND = 3;
/** Of its beats its terminal waits for four: for a minute it does not come back by itself, and resume. */
const BLIND_HEARTBEAT_MS = 15_000;

async function terminalOf(t: Test, url: string, role: Role, audience?: string[]) {
  const house = new House(new Servers([url]));
  await house.open();
  const stations = (await house.stations()).map(({ id }) => `kitchen/${id}`);
  const terminal = await house.terminal(person(role), audience ?? stations);
  t.teardown(() => terminal.close());
  return { house, terminal };
}

t.test(
  'starved: kitchens hear nothing from Redis; the looks bring the ticket, and without them it does not come',
  { skip: noMongo || noOwnRedis },
  async (t) => {
    const settings = (box: number): Record<string, string> =>
      box === BLIND
        ? { KOTD_POSITION_CHECKS: '0', KOTD_HEARTBEAT_MS: String(BLIND_HEARTBEAT_MS) }
        : {};
    const field = await Field.open({ boxes: BLIND, front: false, settings });
    t.teardown(() => field.close());
    const { terminal: looking } = await terminalOf(t, field.box(2).url, 'kitchen');
    const { terminal: blind } = await terminalOf(t, field.box(BLIND).url, 'kitchen');
    const { house, terminal: waiter } = await terminalOf(t, field.box(1).url, 'waiter', ['floor']);
    const [item] = (await house.menu()).items.filter(({ available }) => available);
    for (const number of [2, BLIND]) field.box(number).redis?.starveSubscribers();
    const { id } = await waiter.command<{ id: string }>('order.create', {
      type: 'takeaway',
      lines: [{ itemId: item?.id, quantity: 1 }],
    });
    const sentAt = performance.now();
    await waiter.command('order.send', { orderId: id });
    await looking.until((view) => view.ticketsOf(id).length > 0);
    const tookMs = performance.now() - sentAt;
    t.comment(`after ${tookMs.toFixed(0)} ms`);
    t.equal(looking.reconnects, 0, 'a look brought the ticket, and not a new connection');
    await delay(Math.max(0, PATIENCE_MS - tookMs));
    t.equal(blind.reconnects, 0);
    t.equal(blind.view.ticketsOf(id).length, 0, 'so this test can fail');
  },
);
