import type { Ticket, TicketItem } from '../../web/kds/tickets.js';

export const MEERA = 'meera';
export const CHEF = 'chef';

/** 12:00 and so many seconds. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 21, 12, 0, seconds)).toISOString();
}

/** An item as a send makes it; `change` portions more (or fewer) of a line of which `before` were owed. */
export function item(
  lineId: string,
  change: number,
  { before = 0, ...more }: Partial<TicketItem> & { before?: number } = {},
): TicketItem {
  return {
    lineId,
    name: `dish ${lineId}`,
    variantName: null,
    modifiers: [],
    note: null,
    course: null,
    seat: null,
    previousQuantity: before,
    quantity: before + change,
    change,
    state: 'queued',
    steps: [],
    ...more,
  };
}

/** An item that went so far, in one touch or with so many seconds between the steps. */
export function stepped(
  made: TicketItem,
  states: readonly TicketItem['state'][],
  from = 60,
  gap = 0,
) {
  const steps = states.map((state, index) => ({ state, at: at(from + index * gap), by: CHEF }));
  return { ...made, steps, state: states.at(-1) ?? made.state };
}

let count = 0;

/** A ticket of the tandoor, sent at 12:00 unless said. */
export function ticket(items: readonly TicketItem[], more: Partial<Ticket> = {}): Ticket {
  const number = ++count;
  const order = ['queued', 'started', 'ready', 'served'] as const;
  const state =
    order.find((each) => items.some((one) => one.state === each)) ?? ('served' as const);
  return {
    id: `ticket ${String(number).padStart(4, '0')}`,
    rev: 1,
    number,
    businessDay: '2026-11-21',
    kind: 'new',
    orderId: 'order 1',
    orderNumber: 1,
    tableId: 'T5',
    movedFromTableId: null,
    stationId: 'tandoor',
    state,
    open: state !== 'served',
    items: [...items],
    reason: null,
    approvedBy: null,
    createdBy: MEERA,
    createdAt: at(0),
    ...more,
  };
}

/** Portions of a line taken back, so many seconds after noon. */
export function voided(lineId: string, change: number, before: number, seconds: number): Ticket {
  return ticket([item(lineId, change, { before })], {
    kind: 'void',
    reason: 'changed their mind',
    createdAt: at(seconds),
  });
}
