import { type Static, Type } from '@sinclair/typebox';
import {
  Amount,
  ChosenId,
  Closed,
  Count,
  Day,
  Id,
  Instant,
  MAX_LINES,
  Name,
  Note,
  Nullable,
  Price,
  Quantity,
  Rate,
  Rev,
  StateCode,
} from './primitives.js';

export const OrderType = Type.Union([
  Type.Literal('dineIn'),
  Type.Literal('takeaway'),
  Type.Literal('delivery'),
]);
export type OrderType = Static<typeof OrderType>;

export const OrderStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('billed'),
  Type.Literal('paid'),
  Type.Literal('cancelled'),
]);
export type OrderStatus = Static<typeof OrderStatus>;

/** A course by number (1, 2, 3) or by the house's own word. */
export const Course = Type.Union([
  Type.Integer({ minimum: 1, maximum: 20 }),
  Type.String({ minLength: 1, maxLength: 40 }),
]);
export type Course = Static<typeof Course>;

/** Who at the table it is for, counted as the house counts its seats. */
export const Seat = Type.Integer({ minimum: 1, maximum: 99 });

const LineModifier = Type.Object(
  {
    id: Id,
    name: Name,
    price: Price,
    /** Stations that must see the line for it, as the menu said when the line was added. */
    stationIds: Type.Optional(Type.Array(Id)),
  },
  Closed,
);

/**
 * Two sums hold for every line at every moment:
 * what the kitchen has still to hear of = quantity - sentQuantity;
 * what the guest pays for = quantity - voidedQuantity.
 */
export const Line = Type.Object(
  {
    id: Id,
    itemId: Id,
    name: Name,
    variantId: Nullable(Id),
    variantName: Nullable(Name),
    modifiers: Type.Array(LineModifier),
    note: Nullable(Note),
    course: Nullable(Course),
    /** Lines from before there were seats have none. */
    seat: Type.Optional(Nullable(Seat)),
    /** Price of one portion in minor units, modifiers included, taken from the menu when the line was added. */
    unitPrice: Amount,
    /** Portions ever ordered. */
    quantity: Quantity,
    /** Portions taken back, whether or not the kitchen had heard of them. */
    voidedQuantity: Count,
    /** Portions settled with the kitchen: sent to it, or voided before they were. */
    sentQuantity: Count,
    /** Stations that heard of this line, fixed by its first send; empty before. */
    stationIds: Type.Array(Id),
    taxClassId: Id,
    rate: Rate,
    inclusive: Type.Boolean(),
    hsn: Nullable(Type.String()),
    /** Of the portions not voided, before tax. */
    taxable: Amount,
    tax: Amount,
    addedBy: Id,
    addedAt: Instant,
  },
  Closed,
);
export type Line = Static<typeof Line>;

export const Totals = Type.Object(
  { subtotal: Amount, tax: Amount, rounding: Amount, payable: Amount },
  Closed,
);
export type Totals = Static<typeof Totals>;

const Guests = Type.Integer({ minimum: 1, maximum: 1000 });

export const Order = Type.Object(
  {
    id: Id,
    rev: Rev,
    /** Counts up within a business day. */
    number: Type.Integer({ minimum: 1 }),
    businessDay: Day,
    type: OrderType,
    tableId: Nullable(Id),
    guests: Nullable(Guests),
    /** GST state code of the place of supply when it is not the outlet's own: makes the tax IGST. */
    placeOfSupply: Nullable(StateCode),
    status: OrderStatus,
    lines: Type.Array(Line),
    totals: Totals,
    billId: Nullable(Id),
    mergedInto: Nullable(Id),
    cancelReason: Nullable(Type.String()),
    createdBy: Id,
    createdAt: Instant,
    updatedAt: Instant,
  },
  Closed,
);
export type Order = Static<typeof Order>;

export const NewLine = Type.Object(
  {
    id: Type.Optional(ChosenId),
    itemId: Id,
    quantity: Quantity,
    variantId: Type.Optional(Id),
    modifierIds: Type.Optional(Type.Array(Id, { maxItems: 50 })),
    note: Type.Optional(Note),
    course: Type.Optional(Course),
    seat: Type.Optional(Seat),
  },
  Closed,
);
export type NewLine = Static<typeof NewLine>;

export const NewLines = Type.Array(NewLine, { minItems: 1, maxItems: MAX_LINES });

export const NewOrder = Type.Object(
  {
    id: Type.Optional(ChosenId),
    type: OrderType,
    tableId: Type.Optional(Id),
    guests: Type.Optional(Guests),
    placeOfSupply: Type.Optional(StateCode),
    lines: Type.Array(NewLine, { maxItems: MAX_LINES }),
  },
  Closed,
);
export type NewOrder = Static<typeof NewOrder>;

/** null: nobody has counted them. */
export const OrderChange = Type.Object({ guests: Nullable(Guests) }, Closed);
export type OrderChange = Static<typeof OrderChange>;

/** `quantity` is the new whole; note, course and seat only until the kitchen has heard of the line. */
export const LineChange = Type.Object(
  {
    quantity: Type.Optional(Quantity),
    note: Type.Optional(Nullable(Note)),
    course: Type.Optional(Nullable(Course)),
    seat: Type.Optional(Nullable(Seat)),
  },
  { ...Closed, minProperties: 1 },
);
export type LineChange = Static<typeof LineChange>;

/** What an order would come to, with the reason of every paisa; nothing is stored. */
export const Calculation = Type.Object(
  {
    lines: Type.Array(Line),
    totals: Totals,
    explanation: Type.Array(
      Type.Object({ lineId: Nullable(Id), text: Type.String(), amount: Amount }, Closed),
    ),
  },
  Closed,
);
export type Calculation = Static<typeof Calculation>;
