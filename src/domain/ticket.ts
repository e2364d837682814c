import { businessDay } from './calendar.js';
import { type Context, type EventDraft, type Put, happened } from './decision.js';
import { owed } from './portions.js';
import { watched } from './shown.js';
import type { Line, Order } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';
import type { Ticket, TicketItem, TicketKind } from './shapes/ticket.js';

/** What the stations of a line shall be told: so many portions more, or fewer. */
export interface Ask {
  kind: TicketKind;
  /** The line before the change, with its stations. */
  line: Line;
  change: number;
}

/** Of a void: why, and who allowed it. */
export interface Approval {
  reason: string;
  approvedBy: string;
}

/** Tickets that have all but their numbers; `counters` asks for one number each. */
export interface TicketDrafts {
  counters: readonly string[];
  tickets(numbers: readonly number[]): Ticket[];
}

/** One ticket for each station and kind: what is new apart from what there is more of. */
export function draftTickets(
  order: Order,
  asks: readonly Ask[],
  approval: Approval | null,
  outlet: Outlet,
  context: Context,
): TicketDrafts {
  const day = businessDay(context.now, outlet.timeZone, outlet.dayStartsAt);
  const stationIds = new Set(asks.flatMap(({ line }) => line.stationIds));
  const drafts: Ticket[] = [];
  for (const stationId of stationIds) {
    for (const kind of ['new', 'delta', 'void'] as const) {
      const asked = asks.filter(
        (ask) => ask.kind === kind && ask.line.stationIds.includes(stationId),
      );
      if (asked.length === 0) continue;
      drafts.push({
        id: context.newId(),
        rev: 1,
        number: 1,
        businessDay: day,
        kind,
        orderId: order.id,
        orderNumber: order.number,
        orderType: order.type,
        tableId: order.tableId,
        movedFromTableId: null,
        stationId,
        state: 'queued',
        open: true,
        items: asked.map(itemOf),
        ...watched(stationId, day, outlet, context.now),
        reason: approval?.reason ?? null,
        approvedBy: approval?.approvedBy ?? null,
        createdBy: context.actor.id,
        createdAt: context.now,
      });
    }
  }
  return {
    counters: drafts.map(() => `ticket/${day}`),
    tickets: (numbers) =>
      drafts.map((draft, index) => ({ ...draft, number: numbers[index] ?? draft.number })),
  };
}

export function putTickets(tickets: readonly Ticket[]): Put[] {
  return tickets.map((value) => ({ collection: 'ticket', value }));
}

export function ticketEvents(
  type: string,
  tickets: readonly Ticket[],
  context: Context,
): EventDraft[] {
  return tickets.map((ticket) => happened(type, { ticket }, context));
}

function itemOf({ line, change }: Ask): TicketItem {
  const previousQuantity = owed(line);
  return {
    lineId: line.id,
    name: line.name,
    variantName: line.variantName,
    modifiers: line.modifiers.map(({ name }) => name),
    note: line.note,
    course: line.course,
    seat: line.seat ?? null,
    previousQuantity,
    quantity: previousQuantity + change,
    change,
    state: 'queued',
    steps: [],
  };
}
