import type { Bill, DayReport } from '../src/domain/shapes/bill.js';
import type { Order } from '../src/domain/shapes/order.js';
import type { Ticket } from '../src/domain/shapes/ticket.js';
import { differences } from './differences.js';
import type { House } from './house.js';
import type { Terminal } from './terminal.js';
import type { Truth } from './truth.js';

export interface Finding {
  what: string;
  holds: boolean;
  detail: string;
}

/** Checks that the evening adds up, and that the terminals were told what the server has. */
export async function audit(
  house: House,
  truth: Truth,
  screens: readonly Terminal[],
): Promise<Finding[]> {
  const { orders, tickets, bills } = truth.evening;
  // At once, before an await: the truth is that of the moment at which the screens stand.
  const shown = converged(screens, truth);
  return [
    closed(orders),
    conserved(orders, tickets),
    settled(bills),
    ...(await reports(house, bills)),
    shown,
    unbroken(screens),
  ];
}

function closed(orders: readonly Order[]): Finding {
  const paid = orders.filter(({ status }) => status === 'paid').length;
  const merged = orders.filter(({ mergedInto }) => mergedInto !== null).length;
  return {
    what: 'every order ended paid, or merged into one that did',
    holds: paid + merged === orders.length,
    detail: `${paid} paid + ${merged} merged = ${orders.length} orders`,
  };
}

/** Kitchen law 3: per line and station, the changes of all tickets sum to sent - voided. */
function conserved(orders: readonly Order[], tickets: readonly Ticket[]): Finding {
  const asked = new Map<string, number>();
  for (const { stationId, items } of tickets) {
    for (const { lineId, change } of items) {
      const key = `${lineId}/${stationId}`;
      asked.set(key, (asked.get(key) ?? 0) + change);
    }
  }
  let wrong = 0;
  let portions = 0;
  for (const line of orders.flatMap(({ lines }) => lines)) {
    const owed = line.sentQuantity - line.voidedQuantity;
    portions += owed;
    for (const station of line.stationIds) {
      if (asked.get(`${line.id}/${station}`) !== owed) wrong++;
    }
  }
  return {
    what: 'nothing cooked twice, nothing forgotten',
    holds: wrong === 0,
    detail: `${portions} portions on ${tickets.length} tickets, ${wrong} lines off`,
  };
}

function settled(bills: readonly Bill[]): Finding {
  const wrong = bills.filter(({ payments, payable, paid, status, subtotal, tax, rounding }) => {
    const sum = payments.reduce((total, { tendered, change }) => total + tendered - change, 0);
    return (
      status !== 'paid' ||
      sum !== payable ||
      paid !== payable ||
      subtotal + tax + rounding !== payable
    );
  });
  const numbers = new Set(bills.map(({ invoiceNumber }) => invoiceNumber));
  return {
    what: 'every bill is paid to the paisa, under a number of its own',
    holds: wrong.length === 0 && numbers.size === bills.length,
    detail: `${bills.length} bills, ${rupees(bills.reduce((sum, { payable }) => sum + payable, 0))}`,
  };
}

async function reports(house: House, paid: readonly Bill[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const date of new Set(paid.map(({ businessDay }) => businessDay))) {
    const report = (await house.get(`/reports/day?date=${date}`)) as DayReport;
    const bills = ((await house.list(`/bills?date=${date}`)) as Bill[]).filter(
      ({ status }) => status !== 'cancelled',
    );
    const payable = bills.reduce((sum, bill) => sum + bill.payable, 0);
    const taken = report.tenders.reduce((sum, { amount }) => sum + amount, 0);
    const paidSum = bills.reduce((sum, bill) => sum + bill.paid, 0);
    findings.push({
      what: `the report of ${date} agrees with its bills`,
      holds:
        report.sales.payable === payable &&
        taken === paidSum &&
        report.bills.count === bills.length,
      detail: `${report.bills.count} bills, sales ${rupees(report.sales.payable)}, taken ${rupees(taken)}`,
    });
  }
  return findings;
}

/** Every terminal shows the open things of its audience: all, as they are, and no others. */
export function converged(
  screens: readonly Pick<Terminal, 'name' | 'audience' | 'view'>[],
  truth: Truth,
): Finding {
  const off = screens.flatMap(({ name, audience, view }) =>
    differences(view, audience, truth).map((difference) => `${name}: ${difference}`),
  );
  const shown = screens.reduce((sum, { view }) => {
    const { orders, tickets, tables, bills } = view;
    return sum + orders.size + tickets.size + tables.size + bills.size;
  }, 0);
  return {
    what: 'every screen shows what the store holds',
    holds: off.length === 0,
    detail: off[0] ?? `${shown} documents on ${screens.length} screens`,
  };
}

function unbroken(screens: readonly Terminal[]): Finding {
  const faults = screens.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  const reconnects = screens.reduce((sum, screen) => sum + screen.reconnects, 0);
  return {
    what: 'no event was missed or repeated on any screen, and nothing paid came back',
    holds: faults.length === 0,
    detail: faults[0] ?? `${reconnects} reconnects`,
  };
}

export function rupees(paise: number): string {
  return new Intl.NumberFormat('en-IN', { style: 'currency', currency: 'INR' }).format(paise / 100);
}
