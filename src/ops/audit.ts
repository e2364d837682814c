import { checkOutlet } from '../domain/invariants.js';
import type { OutletRecord } from '../domain/invariants/record.js';
import { invoiceCounter } from '../domain/invoice.js';
import type { Bill } from '../domain/shapes/bill.js';
import type { Order } from '../domain/shapes/order.js';
import type { Outlet } from '../domain/shapes/organization.js';
import type { Ticket } from '../domain/shapes/ticket.js';
import type { Store } from '../db/store.js';
import { Reader } from '../handlers/reader.js';

/** Orders whose tickets are asked for at once: an outlet has more orders than a store has connections. */
const AT_ONCE = 20;
/** Everything is read in pages of this many. */
const PAGE = 1000;

/**
 * Holds every outlet of every organization in the store to the invariants of design §10; answers what
 * does not hold, in words. The store must be at rest: an outlet is not read in one moment.
 */
export async function auditStore(store: Store): Promise<string[]> {
  const violations: string[] = [];
  let last: string | null = null;
  for (;;) {
    const organizations = await store.organizations(last, PAGE);
    for (const organizationId of organizations) {
      const outlets = await new Reader(store, { organizationId }).all('outlet', {
        index: 'byCreation',
      });
      for (const outlet of outlets) {
        const record = await recordOf(store, organizationId, outlet);
        violations.push(...checkOutlet(record).map((what) => `${outlet.name}: ${what}`));
      }
    }
    last = organizations.at(-1) ?? null;
    if (organizations.length < PAGE) return violations;
  }
}

async function recordOf(
  store: Store,
  organizationId: string,
  outlet: Outlet,
): Promise<OutletRecord> {
  const scope = { organizationId, outletId: outlet.id };
  const reader = new Reader(store, scope);
  const [orders, tables, bills, events, { seq }] = await Promise.all([
    reader.all('order', { index: 'byCreation' }),
    reader.all('table', { index: 'all' }),
    reader.all('bill', { index: 'byCreation' }),
    wholeStream(reader),
    reader.position(),
  ]);
  const tickets: Ticket[] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const some = orders.slice(from, from + AT_ONCE);
    const found = some.map(({ id }) => reader.all('ticket', { index: 'byOrder', equals: [id] }));
    tickets.push(...(await Promise.all(found)).flat());
  }
  const counters = new Map<string, number>();
  for (const name of counterNames(outlet, orders, tickets, bills)) {
    counters.set(name, await store.counter(scope, name));
  }
  return { orders, tickets, tables, bills, events, seq, counters };
}

async function wholeStream(reader: Reader) {
  const events = await reader.events(0, PAGE);
  for (let found = events; found.length === PAGE; events.push(...found)) {
    found = await reader.events(events.length, PAGE);
  }
  return events;
}

function counterNames(
  outlet: Outlet,
  orders: readonly Order[],
  tickets: readonly Ticket[],
  bills: readonly Bill[],
): Set<string> {
  return new Set([
    ...orders.map(({ businessDay }) => `order/${businessDay}`),
    ...tickets.map(({ businessDay }) => `ticket/${businessDay}`),
    ...bills.map(({ issuedAt }) => invoiceCounter(outlet, issuedAt)),
  ]);
}
