import { type Static, Type } from '@sinclair/typebox';
import { Closed, Count, Day, Id, Instant, Name, Note, Nullable, Rev } from './primitives.js';
import { Course, Order, OrderType, Seat } from './order.js';

export const KitchenState = Type.Union([
  Type.Literal('queued'),
  Type.Literal('started'),
  Type.Literal('ready'),
  Type.Literal('served'),
]);
export type KitchenState = Static<typeof KitchenState>;

export const TicketKind = Type.Union([
  Type.Literal('new'),
  Type.Literal('delta'),
  Type.Literal('void'),
]);
export type TicketKind = Static<typeof TicketKind>;

export const TicketItem = Type.Object(
  {
    lineId: Id,
    name: Name,
    variantName: Nullable(Name),
    modifiers: Type.Array(Name),
    note: Nullable(Note),
    course: Nullable(Course),
    seat: Type.Optional(Nullable(Seat)),
    /** Portions the kitchen owed of this line before this ticket, and owes with it. */
    previousQuantity: Count,
    quantity: Count,
    /** quantity - previousQuantity: what this ticket asks for; negative on a void. Never altered. */
    change: Type.Integer(),
    state: KitchenState,
    /** When and by whom each step was taken, recalls included. */
    steps: Type.Array(Type.Object({ state: KitchenState, at: Instant, by: Id }, Closed)),
  },
  Closed,
);
export type TicketItem = Static<typeof TicketItem>;

/** That a display had the ticket on its glass: the first one to say so. */
const Shown = Type.Object(
  {
    at: Instant,
    /** Who was in at the display: a person, or the device itself. */
    by: Id,
    /** The paired device, if it was on one. */
    deviceId: Nullable(Id),
  },
  Closed,
);
export type Shown = Static<typeof Shown>;

/** What is known of whether anybody in the kitchen has seen a ticket. */
const inSight = {
  /** By then a display has to acknowledge it; left out: nobody waits for that. */
  showBy: Type.Optional(Instant),
  shown: Type.Optional(Shown),
  /** When it was told that none had, in time. */
  unseenAt: Type.Optional(Instant),
  /** The station whose displays show it as well since then, if there is one. */
  fallbackStationId: Type.Optional(Id),
  /** There is a fallbackStationId: an index cannot ask whether a field is there. */
  rerouted: Type.Optional(Type.Literal(true)),
};

/**
 * A kitchen order ticket (KOT). What it asks for never changes; what does is how far the kitchen is
 * with it, who has seen it, and which order and table it belongs to after a transfer or a merge.
 */
export const Ticket = Type.Object(
  {
    id: Id,
    rev: Rev,
    /** Counts up within a business day of the outlet. */
    number: Type.Integer({ minimum: 1 }),
    businessDay: Day,
    kind: TicketKind,
    orderId: Id,
    orderNumber: Type.Integer({ minimum: 1 }),
    /** Of the order that it belongs to. Tickets from before this was kept have none. */
    orderType: Type.Optional(OrderType),
    tableId: Nullable(Id),
    /** The table it was sent for, when a transfer or a merge took it elsewhere. */
    movedFromTableId: Nullable(Id),
    stationId: Id,
    /** That of the item that is least far. */
    state: KitchenState,
    /** state is not served: the ticket is on the station's screen. */
    open: Type.Boolean(),
    items: Type.Array(TicketItem, { minItems: 1 }),
    ...inSight,
    /** Of a void: why, and who allowed it. */
    reason: Nullable(Type.String()),
    approvedBy: Nullable(Id),
    createdBy: Id,
    createdAt: Instant,
  },
  Closed,
);
export type Ticket = Static<typeof Ticket>;

/** What a command on an order answers when the kitchen may have to hear of it. */
export const OrderAndTickets = Type.Object({ order: Order, tickets: Type.Array(Ticket) }, Closed);
export type OrderAndTickets = Static<typeof OrderAndTickets>;
