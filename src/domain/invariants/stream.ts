import type { Event } from '../decision.js';
import type { OutletRecord } from './record.js';
import type { Bill } from '../shapes/bill.js';
import type { Order } from '../shapes/order.js';
import type { Table } from '../shapes/organization.js';
import type { Ticket } from '../shapes/ticket.js';
import { same } from './same.js';

type Shown = Order | Ticket | Table | Bill;

/** Statuses that nothing leads out of. */
const TERMINAL: ReadonlySet<string> = new Set(['paid', 'cancelled']);

/**
 * The stream is numbered 1 to its position without a hole, its last word on each document is that document,
 * and along it terminal states absorb and what a ticket asks for stays.
 */
export function* streamViolations(record: OutletRecord): Generator<string> {
  const { events, seq, orders, tickets, tables, bills } = record;
  yield* numbering(events, seq);
  yield* history('order', events, orders);
  yield* history('ticket', events, tickets);
  yield* history('table', events, tables);
  yield* history('bill', events, bills);
}

function* numbering(events: readonly Event[], seq: number): Generator<string> {
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) yield `the stream has event ${event.seq} in place ${index + 1}`;
  }
  if (events.length !== seq) yield `the stream has ${events.length} events, its position is ${seq}`;
}

function* history(
  name: 'order' | 'ticket' | 'table' | 'bill',
  events: readonly Event[],
  documents: readonly Shown[],
): Generator<string> {
  const latest = new Map<string, Shown>();
  for (const { seq, data } of events) {
    const shown = data[name] as Shown | undefined;
    if (!shown) continue;
    const before = latest.get(shown.id);
    if (before) {
      for (const wrong of steps(before, shown)) yield `event ${seq}: ${name} ${shown.id} ${wrong}`;
    }
    latest.set(shown.id, shown);
  }
  for (const document of documents) {
    const shown = latest.get(document.id);
    latest.delete(document.id);
    if (!shown) yield `${name} ${document.id} is in no event`;
    else if (!same(shown, document)) {
      yield `${name} ${document.id} at rev ${document.rev} differs from its last event (rev ${shown.rev})`;
    }
  }
  for (const id of latest.keys()) yield `${name} ${id} is in the stream, and there is none`;
}

/** What may not happen to a document from one event to the next. */
function* steps(before: Shown, after: Shown): Generator<string> {
  if (after.rev < before.rev) yield `goes back from rev ${before.rev} to ${after.rev}`;
  if (after.rev === before.rev && !same(before, after)) yield `changed within rev ${after.rev}`;
  if ('status' in before && 'status' in after) {
    if (TERMINAL.has(before.status) && after.rev !== before.rev) {
      yield `was ${before.status}, and was changed`;
    }
  }
  if ('items' in before && 'items' in after && !same(asked(before), asked(after))) {
    yield 'asks for something else than it did';
  }
}

/** What of a ticket never changes. */
function asked({ kind, number, businessDay, stationId, showBy, reason, items }: Ticket) {
  return {
    ...{ kind, number, businessDay, stationId, showBy, reason },
    items: items.map(({ state: _state, steps: _steps, ...item }) => item),
  };
}
