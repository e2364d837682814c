import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { House } from '../../demo/house.js';
import { Servers } from '../../demo/servers.js';
import { DEMO_LOGINS } from '../../src/demo/restaurant.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { Field } from '../chaos/field.js';
import { noMongo } from '../mongo.js';
import { noOwnRedis } from '../redis.js';

/** Long enough for a look on a busy machine, and shorter than a terminal waits for a silent box. */
const PATIENCE_MS = 6_000;

function person(role: Role) {
  const found = DEMO_LOGINS.find((login) => login.role === role);
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
}

async function terminalOf(t: Test, url: string, role: Role, audience?: string[]) {
  const house = new House(new Servers([url]));
  await house.open();
  const stations = (await house.stations()).map(({ id }) => `kitchen/${id}`);
  const terminal = await house.terminal(person(role), audience ?? stations);
  t.teardown(() => terminal.close());
  return { house, terminal };
}

/**
 * A waiter at box 1 sends to a kitchen at box 2 that hears nothing from Redis; answers after how many
 * milliseconds the ticket was on the kitchen's screen, null: not at all.
 */
async function sendToStarved(t: Test, settings: Record<string, string>): Promise<number | null> {
  const field = await Field.open({ boxes: 2, front: false, settings: () => settings });
  t.teardown(() => field.close());
  const { terminal: kitchen } = await terminalOf(t, field.box(2).url, 'kitchen');
  const { house, terminal: waiter } = await terminalOf(t, field.box(1).url, 'waiter', ['floor']);
  const [item] = (await house.menu()).items.filter(({ available }) => available);
  field.box(2).redis?.starveSubscribers();
  const { id } = await waiter.command<{ id: string }>('order.create', {
    type: 'takeaway',
    lines: [{ itemId: item?.id, quantity: 1 }],
  });
  const sentAt = performance.now();
  await waiter.command('order.send', { orderId: id });
  const shown = kitchen.until((view) => view.ticketsOf(id).length > 0).then(() => true);
  const there = await Promise.race([shown, delay(PATIENCE_MS, false)]);
  return there ? performance.now() - sentAt : null;
}

const skip = noMongo || noOwnRedis;

t.test(
  'starved: a kitchen that hears nothing from Redis gets its ticket by the looks',
  { skip },
  async (t) => {
    const ms = await sendToStarved(t, {});
    t.not(ms, null, 'the ticket is there');
    t.comment(`after ${ms?.toFixed(0)} ms`);
  },
);

t.test('starved: without the looks it does not, so this test can fail', { skip }, async (t) => {
  t.equal(await sendToStarved(t, { KOTD_POSITION_CHECKS: '0' }), null);
});
