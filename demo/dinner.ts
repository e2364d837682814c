import { argv, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Role } from '../src/domain/shapes/staff.js';
import { DEMO_LOGINS } from '../src/demo/restaurant.js';
import { audit, rupees } from './audit.js';
import { seeded } from './chance.js';
import { House } from './house.js';
import { Cashier, KitchenScreen, Pace, Waiter } from './people.js';
import { Screen } from './screen.js';

const TABLES = 10;

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    server: { type: 'string', default: 'http://127.0.0.1:8080' },
    /** 1 takes about half a minute; 0 goes as fast as the server answers. */
    pace: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '1' },
  },
});

/** Plays one dinner after another; answers whether everything added up. */
async function play(): Promise<boolean> {
  const chance = seeded(Number(values.seed));
  const pace = new Pace(Number(values.pace), chance);
  const house = new House(values.server);
  await house.open();
  const [menu, tables, stations] = await Promise.all([house.menu(), house.tables(), house.stations()]);
  const free = tables.filter(({ state }) => state === 'free');
  if (free.length <= TABLES) {
    throw new Error(`Only ${free.length} tables are free; the dinner needs ${TABLES + 1}.`);
  }

  const kitchens = stations.map(({ id }) => `kitchen/${id}`);
  const half = Math.ceil(kitchens.length / 2);
  const [cook, otherCook] = await Promise.all([
    house.terminal(person('kitchen', 0), kitchens.slice(0, half)),
    house.terminal(person('kitchen', 1), kitchens.slice(half)),
  ]);
  const till = await house.terminal(person('cashier', 0), ['floor', 'bills']);
  const tablets = await Promise.all([0, 1, 2].map((i) => house.terminal(person('waiter', i), ['floor'])));
  const terminals = [till, ...tablets, cook, otherCook];

  const sentAt = new Map<string, number>();
  const latencies: number[] = [];
  for (const screen of [cook, otherCook]) {
    screen.on('event', (type, { ticket }) => {
      const sent = type === 'ticket.created' && sentAt.get(ticket?.orderId ?? '');
      if (sent) latencies.push(performance.now() - sent);
    });
    new KitchenScreen(screen, pace).start((error) => screen.faults.push(String(error)));
  }

  const screen = new Screen(till, [cook, otherCook]);
  screen.start();
  const cashier = new Cashier(till, pace, chance);
  const waiters = tablets.map((tablet) => new Waiter(tablet, menu, pace, chance));
  const orderIds: string[] = [];
  const bills: Bill[] = [];
  const commandStarted = performance.now();

  for (let round = 0; round < Number(values.rounds); round++) {
    const spare = free[TABLES];
    const seatings = free.slice(0, TABLES).map(async (table, index) => {
      const waiter = waiters[index % waiters.length] as Waiter;
      await pace.take(600 * index);
      const order = await waiter.serve(table);
      orderIds.push(order.id);
      screen.say(`${table.name}: order ${order.number}, ${order.lines.length} lines sent`);
      return { waiter, order };
    });
    const served = await Promise.all(seatings);
    const [first, second, third, fourth] = served as [Seat, Seat, Seat, Seat];
    if (spare) await first.waiter.transfer(first.order, spare);
    screen.say(`order ${first.order.number} moved to ${spare?.name}`);
    await third.waiter.merge(second.order, third.order);
    screen.say(`order ${third.order.number} merged into ${second.order.number}`);
    await cashier.takeBack(fourth.order);
    screen.say(`order ${fourth.order.number}: one portion taken back`);

    const paying = served
      .filter(({ order }) => order.id !== third.order.id)
      .map(async ({ waiter, order }) => {
        const bill = await cashier.settle(await waiter.bill(order.id));
        bills.push(bill);
        const change = bill.change > 0 ? `, ${rupees(bill.change)} change` : '';
        screen.say(`order ${order.number}: ${bill.invoiceNumber} ${rupees(bill.payable)} paid${change}`);
      });
    await Promise.all(paying);
  }

  const seconds = (performance.now() - commandStarted) / 1000;
  await Promise.all(
    terminals.map((terminal) =>
      terminal.until(({ position }) => position >= Math.max(...terminals.map((t) => t.view.position))),
    ),
  );
  screen.stop();
  const findings = await audit(house, orderIds, bills, terminals);
  for (const terminal of terminals) terminal.close();
  report(findings, terminals.reduce((sum, t) => sum + t.acknowledged.length, 0), seconds);
  return findings.every(({ holds }) => holds);
}

type Seat = { waiter: Waiter; order: Order };

function person(role: Role, index: number) {
  const found = DEMO_LOGINS.filter((login) => login.role === role)[index];
  if (!found) throw new Error(`the demo has no ${role} ${index + 1}`);
  return found;
}

function report(findings: Awaited<ReturnType<typeof audit>>, commands: number, seconds: number) {
  stdout.write(`\n${commands} commands acknowledged in ${seconds.toFixed(1)} s\n`);
  for (const { what, holds, detail } of findings) {
    stdout.write(`  ${holds ? 'holds ' : 'BROKEN'}  ${what}: ${detail}\n`);
  }
}

try {
  exit((await play()) ? 0 : 1);
} catch (error) {
  const cause = error instanceof Error ? error : new Error(String(error));
  const unreachable = cause instanceof TypeError ? `No answer from ${values.server}. Is kotd running (npm start)?` : cause.message;
  stderr.write(`${unreachable}\n`);
  exit(1);
}
