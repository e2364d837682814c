import { type Static, Type } from '@sinclair/typebox';
import { DayReport } from './bill.js';
import { OrderType } from './order.js';
import { Amount, Closed, Count, Id, Instant, Name, Nullable } from './primitives.js';

const CountAndAmount = Type.Object({ count: Count, amount: Amount }, Closed);

/** How a business day's sales spread. Bills that were cancelled are in none of it but `cancellations`. */
export const DaySales = Type.Object(
  {
    /** Payable of a bill on average, rounded half up; null where there are no bills. */
    averageBill: Nullable(Amount),
    /** All 24 hours of the outlet's wall clock (14: from 14:00 to 15:00), in the order of the business day; payable. */
    hours: Type.Array(
      Type.Object(
        { hour: Type.Integer({ minimum: 0, maximum: 23 }), count: Count, amount: Amount },
        Closed,
      ),
    ),
    /** By the category that each item is in now; null: it is in none. Before tax: adds up to sales.subtotal. */
    categories: Type.Array(
      Type.Object(
        { categoryId: Nullable(Id), name: Nullable(Name), quantity: Count, amount: Amount },
        Closed,
      ),
    ),
    /** Bills and their payable by the type of their order. */
    orderTypes: Type.Array(Type.Object({ type: OrderType, count: Count, amount: Amount }, Closed)),
    /**
     * Portions that the kitchen had heard of, taken back on this day whether or not the order is billed, at their
     * price; before rounding, and tax on top.
     */
    voids: Type.Object({ portions: Count, amount: Amount }, Closed),
    /** Orders of the day given up without a bill, at the price of their portions; bills, at their payable. */
    cancellations: Type.Object({ orders: CountAndAmount, bills: CountAndAmount }, Closed),
  },
  Closed,
);
export type DaySales = Static<typeof DaySales>;

/** What is not settled at this moment, whatever day is asked for. */
export const OpenNow = Type.Object(
  {
    at: Instant,
    /** Orders without a bill, and what they come to so far. */
    orders: CountAndAmount,
    /** Bills not paid in full, and what is due on them. */
    bills: Type.Object({ count: Count, due: Amount }, Closed),
  },
  Closed,
);
export type OpenNow = Static<typeof OpenNow>;

export const SalesReport = Type.Composite(
  [DayReport, DaySales, Type.Object({ open: OpenNow })],
  Closed,
);
export type SalesReport = Static<typeof SalesReport>;
