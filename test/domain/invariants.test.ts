import t from 'tap';
import type { Event } from '../../src/domain/decision.js';
import { checkOutlet } from '../../src/domain/invariants.js';
import type { OutletRecord } from '../../src/domain/invariants/record.js';
import { same } from '../../src/domain/invariants/same.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { aBill, altered, anOrder, aTable, eachIsSeen, ids, sound, ticketOf } from './evening.js';

const stream = (change: (events: Event[]) => Event[]): OutletRecord => {
  const changed = change([...sound.events]);
  return { ...sound, events: changed, seq: changed.at(-1)?.seq ?? 0 };
};
/** What a stale till would do: it writes the order as it had it, under a new rev. */
const revived = (status: Order['status']): OutletRecord => {
  const order = sound.orders.find(({ id }) => id === ids.paid);
  const stale = { ...order, status, rev: (order?.rev ?? 0) + 1 } as Order;
  return {
    ...sound,
    orders: sound.orders.map((one) => (one.id === ids.paid ? stale : one)),
    events: [
      ...sound.events,
      { ...(sound.events[0] as Event), seq: sound.seq + 1, data: { order: stale } },
    ],
    seq: sound.seq + 1,
  };
};
const counters = (...more: [string, number][]) => new Map([...sound.counters, ...more]);
const invoiceCounter = [...sound.counters.keys()].find((name) => name.startsWith('invoice/')) ?? '';

t.test('invariants: a sound evening has no violation', async (t) => {
  t.strictSame(checkOutlet(sound), []);
});

t.test('invariants: a change of what is over is seen', async (t) => {
  eachIsSeen(t, [
    ['a paid order is open again', revived('open'), /was paid, and was changed/],
    ['a paid order is written once more', revived('paid'), /was paid, and was changed/],
    [
      'a cancelled bill is unpaid again',
      {
        ...sound,
        events: [
          ...sound.events,
          {
            ...(sound.events[0] as Event),
            seq: sound.seq + 1,
            data: {
              bill: { ...sound.bills.find(({ id }) => id === ids.wrong), status: 'unpaid', rev: 9 },
            },
          },
        ],
      },
      /bill .* was cancelled, and was changed/,
    ],
    [
      'a ticket was altered after it was sent',
      stream((events) =>
        events.map((event) =>
          event.type === 'ticket.created' && (event.data.ticket as Ticket).id === ids.started
            ? { ...event, data: { ticket: { ...(event.data.ticket as Ticket), stationId: 'bar' } } }
            : event,
        ),
      ),
      /asks for something else than it did/,
    ],
  ]);
});

t.test('invariants: numbers left out or given twice are seen', async (t) => {
  eachIsSeen(t, [
    [
      'an invoice number is left out',
      aBill(ids.due, ({ invoiceNumber }) => ({ invoiceNumber: invoiceNumber.replace('03', '04') })),
      /invoice.*number 4 stands in place 3/,
    ],
    [
      'an invoice number is given twice',
      aBill(ids.due, ({ invoiceNumber }) => ({ invoiceNumber: invoiceNumber.replace('03', '02') })),
      /invoice.*number 2 stands in place 3/,
    ],
    [
      'a number is lost',
      { ...sound, counters: counters([invoiceCounter, 4]) },
      /is at 4, and 3 numbers are in use/,
    ],
    [
      'an order number is given twice',
      anOrder(ids.open, () => ({ number: 1 })),
      /order\/.*: number 1 stands in place 2/,
    ],
    [
      'a ticket number is left out',
      altered<Ticket>('ticket', ticketOf('void'), () => ({ number: 99 })),
      /ticket\/.*: number 8 stands in place 7/,
    ],
  ]);
});

t.test('invariants: tables that do not agree with their orders are seen', async (t) => {
  eachIsSeen(t, [
    ['a busy table looks free', aTable(ids.two, { state: 'free' }), /is free with/],
    [
      'a paid order keeps its table',
      aTable(ids.one, { state: 'busy', orderId: ids.paid }),
      /names the order .*, and has none/,
    ],
    [
      'an order lost its table',
      aTable(ids.two, { state: 'free', orderId: null }),
      /names the order null, and has/,
    ],
    [
      'two orders share a table',
      anOrder(ids.billed, () => ({ tableId: ids.two })),
      /has the orders .* and /,
    ],
    [
      'an order sits nowhere',
      anOrder(ids.billed, () => ({ tableId: 'ghost' })),
      /table ghost, which there is not/,
    ],
  ]);
});

t.test('invariants: a stream that does not tell the documents is seen', async (t) => {
  eachIsSeen(t, [
    ['the stream has a hole', stream((all) => all.toSpliced(3, 1)), /has event 5 in place 4/],
    [
      'an event stands twice',
      stream((all) => all.toSpliced(3, 0, all[2] as Event)),
      /has event 3 in place 4/,
    ],
    ['the position is ahead of the stream', { ...sound, seq: sound.seq + 1 }, /its position is/],
    [
      'a change has no event',
      { ...sound, orders: sound.orders.map((one) => ({ ...one, rev: one.rev + 1 })) },
      /differs from its last event/,
    ],
    [
      'a document has no event',
      {
        ...sound,
        tables: [
          ...sound.tables,
          {
            id: 'T9',
            rev: 1,
            name: 'T9',
            section: null,
            seats: null,
            state: 'free',
            orderId: null,
          },
        ],
      },
      /table T9 is in no event/,
    ],
    ['a document is gone', { ...sound, tables: [] }, /is in the stream, and there is none/],
  ]);
});

t.test('invariants: documents are compared by what they say', async (t) => {
  const cases: [unknown, unknown, boolean][] = [
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [[], {}, false],
    [{ a: 1 }, { a: 1, b: 1 }, false],
    [{ a: 1, c: 1 }, { a: 1, b: 1 }, false],
    [[1, 2], [2, 1], false],
    [null, {}, false],
    ['1', 1, false],
  ];
  for (const [a, b, equal] of cases) {
    t.equal(same(a, b), equal, JSON.stringify([a, b]));
    t.equal(same(b, a), equal);
  }
});
