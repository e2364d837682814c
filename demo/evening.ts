import type { Order } from '../src/domain/shapes/order.js';
import type { Table } from '../src/domain/shapes/organization.js';
import type { Role } from '../src/domain/shapes/staff.js';
import { DEMO_LOGINS } from '../src/demo/restaurant.js';
import { type Finding, audit, rupees } from './audit.js';
import { seeded } from './chance.js';
import type { EventData } from './frames.js';
import type { House } from './house.js';
import { Cashier, KitchenScreen, Pace, Waiter } from './people.js';
import { Screen, type Shown } from './screen.js';
import type { Terminal } from './terminal.js';
import { type Made, truthOf } from './truth.js';

const TABLES = 10;
const WAITERS = 3;

export interface Evening {
  findings: Finding[];
  /** Ids of every command that the server answered. */
  acknowledged: string[];
  seconds: number;
  /** From a ticket's commit to its arrival on the kitchen screen, in ms, shortest first. */
  kitchenMs: number[];
  /** The longest time that any command waited for its answer. */
  longestAnswerMs: number;
}

interface Seating {
  waiter: Waiter;
  order: Order;
}

/** Who works tonight, each at a terminal of their own. */
interface Crew {
  waiters: Waiter[];
  cashier: Cashier;
  cooks: Terminal[];
  terminals: Terminal[];
  chance: () => number;
  pace: Pace;
}

/** Seats ten tables, cooks, moves, merges and takes back, bills and settles; then checks that it adds up. */
export async function evening(
  house: House,
  seed: number,
  speed: number,
  shown: Shown = 'lines',
): Promise<Evening> {
  const tables = (await house.tables()).filter(({ state }) => state === 'free');
  if (tables.length <= TABLES) {
    throw new Error(`Only ${tables.length} tables are free; the dinner needs ${TABLES + 1}.`);
  }
  const crew = await comeToWork(house, seed, speed);
  const { cooks, terminals, cashier } = crew;
  const kitchenMs = timeTickets(cooks);
  const screen = new Screen(cashier.terminal, cooks, shown);
  screen.start();
  const startedAt = performance.now();
  const made = await Promise.race([serve(crew, tables, screen), trouble(crew)]);
  const seconds = (performance.now() - startedAt) / 1000;
  const truth = await truthOf(house, made, terminals);
  const findings = await audit(house, truth, terminals);
  screen.stop();
  for (const terminal of terminals) terminal.close();
  return {
    findings,
    acknowledged: terminals.flatMap((terminal) => terminal.acknowledged),
    seconds,
    kitchenMs: kitchenMs.sort((a, b) => a - b),
    longestAnswerMs: Math.max(...terminals.map((terminal) => terminal.longestAnswerMs)),
  };
}

async function comeToWork(house: House, seed: number, speed: number): Promise<Crew> {
  const chance = seeded(seed);
  const pace = new Pace(speed, chance);
  const [menu, stations] = await Promise.all([house.menu(), house.stations()]);
  const kitchens = stations.map(({ id }) => `kitchen/${id}`);
  const half = Math.ceil(kitchens.length / 2);
  const [first, second, till, ...tablets] = await Promise.all([
    house.terminal(person('kitchen'), kitchens.slice(0, half)),
    house.terminal(person('kitchen', 1), kitchens.slice(half)),
    house.terminal(person('cashier'), ['floor', 'bills']),
    ...Array.from({ length: WAITERS }, (_, i) => house.terminal(person('waiter', i), ['floor'])),
  ]);
  return {
    waiters: tablets.map((tablet) => new Waiter(tablet, menu, pace, chance)),
    cashier: new Cashier(till, pace, chance),
    cooks: [first, second],
    terminals: [first, second, till, ...tablets],
    chance,
    pace,
  };
}

async function serve(crew: Crew, tables: Table[], screen: Screen): Promise<Made> {
  const seatings = await Promise.all(
    tables.slice(0, TABLES).map(async (table, index): Promise<Seating> => {
      const waiter = crew.waiters[index % WAITERS] as Waiter;
      await crew.pace.take(600 * index);
      const order = await waiter.serve(table);
      screen.say(`${table.name}: order ${order.number}, ${order.lines.length} lines sent`);
      return { waiter, order };
    }),
  );
  const merged = await shuffle(crew, seatings, tables[TABLES] as Table, screen);
  const bills: string[] = [];
  await Promise.all(
    seatings
      .filter(({ order }) => order !== merged)
      .map(async ({ waiter, order }) => {
        const bill = await crew.cashier.settle(await waiter.bill(order.id));
        bills.push(bill.id);
        const change = bill.change > 0 ? `, ${rupees(bill.change)} change` : '';
        screen.say(
          `order ${order.number}: ${bill.invoiceNumber}, ${rupees(bill.payable)} paid${change}`,
        );
      }),
  );
  return { orders: seatings.map(({ order }) => order.id), bills };
}

/** What makes kitchens lose their way elsewhere: a move, a merge, a dish taken back. */
async function shuffle(crew: Crew, seatings: Seating[], spare: Table, screen: Screen) {
  const [first, second, third, fourth] = seatings as [Seating, Seating, Seating, Seating];
  await first.waiter.transfer(first.order, spare);
  screen.say(`order ${first.order.number} moved to ${spare.name}`);
  await third.waiter.merge(second.order, third.order);
  screen.say(`order ${third.order.number} merged into ${second.order.number}`);
  await crew.cashier.takeBack(fourth.order);
  screen.say(`order ${fourth.order.number}: one portion taken back`);
  return third.order;
}

function timeTickets(cooks: readonly Terminal[]): number[] {
  const times: number[] = [];
  for (const cook of cooks) {
    cook.on('event', (type: string, { ticket }: EventData) => {
      if (type === 'ticket.created' && ticket)
        times.push(Date.now() - Date.parse(ticket.createdAt));
    });
  }
  return times;
}

/**
 * The kitchens cook. Rejects when one cannot go on, or a terminal is turned away: the others would
 * wait for it for ever.
 */
function trouble({ cooks, terminals, pace }: Crew): Promise<never> {
  return new Promise((_, reject) => {
    for (const cook of cooks) new KitchenScreen(cook, pace).start(reject);
    for (const terminal of terminals) terminal.on('error', reject);
  });
}

/** One of those in the demo who have that role: the first, or the one at that index. */
export function person(role: Role, index = 0) {
  const found = DEMO_LOGINS.filter((login) => login.role === role)[index];
  if (!found) throw new Error(`the demo has no ${role} ${index + 1}`);
  return found;
}
