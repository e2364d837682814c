import t from 'tap';
import type { OutletRecord } from '../../src/domain/invariants/record.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';
import { aLine, altered, anItem, anOrder, eachIsSeen, ids, sound, ticketOf } from './evening.js';

const without = (kind: Ticket['kind']): OutletRecord => ({
  ...sound,
  tickets: sound.tickets.filter(({ id }) => id !== ticketOf(kind)),
});

t.test('invariants: portions, lines and tickets that do not agree are seen', async (t) => {
  eachIsSeen(t, [
    [
      'portions were sent that no ticket asks for',
      aLine((line) => ({ sentQuantity: line.sentQuantity + 1, quantity: 6 })),
      /tickets ask for 4, sent - voided is 5/,
    ],
    [
      'portions were voided that the kitchen still owes',
      aLine(() => ({ voidedQuantity: 3 })),
      /tickets ask for 4, sent - voided is 2/,
    ],
    ['the ticket of a line is lost', without('new'), /tickets ask for 1, sent - voided is 4/],
    ['the void ticket is lost', without('void'), /tickets ask for 5, sent - voided is 4/],
    [
      'a line is sent to no station',
      aLine(() => ({ stationIds: [] })),
      /is sent to no station, and owed 4/,
    ],
    [
      'a line goes to a station that no ticket went to',
      aLine(({ stationIds }) => ({ stationIds: [...stationIds, 'bar'] })),
      /at station bar: tickets ask for 0/,
    ],
    ['more voided than sent', aLine(() => ({ voidedQuantity: 6 })), /5 ordered, 5 sent, 6 voided/],
    ['more sent than ordered', aLine(() => ({ quantity: 4 })), /4 ordered, 5 sent/],
    [
      'a ticket asks for what is not the difference',
      anItem('new', () => ({ change: 4 })),
      /asks for 4 of line .*: 0 to 3/,
    ],
    [
      'a void ticket asks for more',
      anItem('void', () => ({ change: 1, quantity: 6, previousQuantity: 5 })),
      /\(void\) asks for 1/,
    ],
    [
      'a delta starts from somewhere else',
      anItem('delta', () => ({ previousQuantity: 2, change: 3 })),
      /starts from 2, the kitchen was at 3/,
    ],
    [
      'a ticket is further than its items',
      altered<Ticket>('ticket', ticketOf('new'), () => ({ state: 'ready' })),
      /is ready, its items are queued/,
    ],
    [
      'a served ticket stays on the screen',
      altered<Ticket>('ticket', ticketOf('new'), () => ({ open: false })),
      /is queued and closed/,
    ],
    [
      'a ticket has a line twice',
      altered<Ticket>('ticket', ticketOf('new'), ({ items }) => ({ items: [...items, ...items] })),
      /has a line twice/,
    ],
    [
      'a ticket asks for a line of nobody',
      anItem('void', () => ({ lineId: 'ghost' })),
      /asks for line ghost, which there is not/,
    ],
    [
      "a ticket is at a station that is not the line's",
      altered<Ticket>('ticket', ticketOf('void'), () => ({ stationId: 'bar' })),
      /at a station that is not the line's/,
    ],
    [
      'a ticket went to another order',
      altered<Ticket>('ticket', ticketOf('void'), () => ({ orderId: ids.billed })),
      /is of order .*, its line .* of /,
    ],
    [
      'the kitchen was not told of a transfer',
      altered<Ticket>('ticket', ticketOf('void'), () => ({ tableId: ids.one })),
      /goes to table .*, its order is at/,
    ],
    [
      'a line is in two orders',
      anOrder(ids.billed, ({ lines }) => ({
        lines: [...lines, ...(sound.orders.find(({ id }) => id === ids.open)?.lines ?? [])],
      })),
      /is in the orders .* and/,
    ],
  ]);
});
