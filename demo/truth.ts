import { setTimeout as delay } from 'node:timers/promises';
import type { Bill } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import type { Snapshot } from './frames.js';
import type { House } from './house.js';
import type { Terminal } from './terminal.js';

/** Ids of the orders and bills that the evening brought about. */
export interface Made {
  orders: readonly string[];
  bills: readonly string[];
}

/** What the server has, all of it at one position of the outlet's stream. */
export interface Truth {
  /** Everything that is open at the outlet, tonight's or not; and all tables. */
  open: Snapshot;
  /** What the evening brought about, open or closed. */
  evening: { orders: Order[]; tickets: Ticket[]; bills: Bill[] };
}

const MAX_TRIES = 40;
const BETWEEN_TRIES_MS = 250;

/**
 * Reads the truth over REST at a position at which every terminal stands too, so that the two can
 * be compared to the letter. Reads again when something happened meanwhile.
 */
export async function truthOf(
  house: House,
  made: Made,
  terminals: readonly Terminal[],
): Promise<Truth> {
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const head = await headOf(house);
    const truth = { open: await readOpen(house), evening: await readEvening(house, made) };
    if ((await headOf(house)) === head) {
      await Promise.all(terminals.map((one) => one.until(({ position }) => position >= head)));
      if (terminals.every(({ view }) => view.position === head)) return truth;
    }
    await delay(BETWEEN_TRIES_MS);
  }
  throw new Error('The restaurant does not come to rest: is somebody else at work in it?');
}

async function headOf(house: House): Promise<number> {
  return ((await house.get('/events?limit=1')) as { last: number }).last;
}

async function readOpen(house: House): Promise<Snapshot> {
  const read = async <D>(paths: string[]): Promise<D[]> =>
    (await Promise.all(paths.map((path) => house.list(path)))).flat() as D[];
  const stations = await house.stations();
  const [orders, tickets, tables, bills] = await Promise.all([
    read<Order>(['/orders?status=open', '/orders?status=billed']),
    read<Ticket>(stations.map(({ id }) => `/stations/${id}/tickets`)),
    house.tables(),
    read<Bill>(['/bills?status=unpaid', '/bills?status=partlyPaid']),
  ]);
  return { orders, tickets, tables, bills };
}

async function readEvening(house: House, made: Made): Promise<Truth['evening']> {
  const [orders, tickets, bills] = await Promise.all([
    Promise.all(made.orders.map((id) => house.get(`/orders/${id}`))),
    Promise.all(made.orders.map((id) => house.list(`/orders/${id}/tickets`))),
    Promise.all(made.bills.map((id) => house.get(`/bills/${id}`))),
  ]);
  return {
    orders: orders as Order[],
    tickets: tickets.flat() as Ticket[],
    bills: bills as Bill[],
  };
}
