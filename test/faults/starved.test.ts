import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { person } from '../../demo/evening.js';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Field } from '../chaos/field.js';
import { noMongo } from '../mongo.js';
import { noOwnRedis } from '../redis.js';

/** Long enough for a look on a busy machine, and shorter than a terminal waits for a silent box. */
const PATIENCE_MS = 6_000;
/** The box that does not look. */
const BLIND = 3;

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
      box === BLIND ? { KOTD_POSITION_CHECKS: '0' } : {};
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
    const there = await Promise.race([
      looking.until((view) => view.ticketsOf(id).length > 0).then(() => true),
      delay(PATIENCE_MS, false),
    ]);
    t.ok(there, 'the ticket is there');
    const tookMs = performance.now() - sentAt;
    t.comment(`after ${tookMs.toFixed(0)} ms`);
    await delay(PATIENCE_MS - tookMs);
    t.equal(blind.view.ticketsOf(id).length, 0, 'so this test can fail');
  },
);
