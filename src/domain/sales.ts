import { clockTime } from './calendar.js';
import { firstVoidId } from './line-void.js';
import { proportion, sum } from './money.js';
import type { Known } from './references.js';
import type { Bill } from './shapes/bill.js';
import type { Line, Order, OrderType } from './shapes/order.js';
import type { Outlet } from './shapes/organization.js';
import type { DaySales, OpenNow } from './shapes/report.js';
import type { LineVoid } from './shapes/void.js';

/** Adds up in whole minor units. */
class Sum {
  count = 0;
  amount = 0;

  /** @throws amount_out_of_range when the sum would no longer be exact */
  add(amount: number, count = 1): void {
    this.count += count;
    this.amount = sum([this.amount, amount]);
  }

  get both(): { count: number; amount: number } {
    return { count: this.count, amount: this.amount };
  }
}

/** The category that an item is in now, by the item's id. */
export type CategoryOf = (itemId: string) => { id: string; name: string } | null;

const HOURS = 24;
const TYPES: readonly OrderType[] = ['dineIn', 'takeaway', 'delivery'];

/**
 * How the sales of a business day spread over hours, categories and types of order, and what came
 * to nothing. The day's voids are added first; then bills one by one, in any order, each with the
 * order it is of.
 *
 * A void is of the business day on which it was done, whatever comes of the order: whether it is
 * billed that day, on another, or never. It counts the portions that the kitchen had heard of, at
 * their price; what was taken back before is a slip of the pen, of which the audit has nothing
 * either. An order that is given up as a whole is a cancellation, of what was still in it. Of lines
 * from before voids were kept the moment is not known: all that was taken back of them counts with
 * their bill.
 */
export class SalesBook {
  readonly #outlet: Pick<Outlet, 'timeZone' | 'dayStartsAt'>;
  readonly #all = new Sum();
  readonly #hours = Array.from({ length: HOURS }, () => new Sum());
  readonly #items = new Map<string, Sum>();
  readonly #types = new Map<OrderType, Sum>();
  readonly #voids = new Sum();
  /** Portions of each line that the day's voids took back. */
  readonly #takenBack = new Map<string, number>();
  readonly #cancelledOrders = new Sum();
  readonly #cancelledBills = new Sum();

  constructor(outlet: Pick<Outlet, 'timeZone' | 'dayStartsAt'>) {
    this.#outlet = outlet;
  }

  /** What was taken back on the day. @throws amount_out_of_range */
  addVoid({ lineId, quantity, heard, unitPrice }: LineVoid): void {
    this.#voids.add(unitPrice * heard, heard);
    this.#takenBack.set(lineId, quantity + (this.#takenBack.get(lineId) ?? 0));
  }

  /**
   * @param order that the bill is of
   * @param kept ids of voids that there are, of any day: by the first of each line it is known
   * whether it has any
   * @throws amount_out_of_range
   */
  add(bill: Bill, order: Order | undefined, kept: Known): void {
    if (bill.status === 'cancelled') {
      this.#cancelledBills.add(bill.payable);
      return;
    }
    this.#all.add(bill.payable);
    const hour = Number(clockTime(bill.issuedAt, this.#outlet.timeZone).slice(0, 2));
    this.#hours[hour]?.add(bill.payable);
    for (const line of bill.lines) added(this.#items, line.itemId, line.taxable, line.quantity);
    if (!order) return;
    added(this.#types, order.type, bill.payable);
    for (const line of order.lines) {
      if (kept.has(firstVoidId(line))) continue;
      this.#voids.add(line.unitPrice * line.voidedQuantity, line.voidedQuantity);
    }
  }

  /** An order that was given up; one whose lines went to another order is none. */
  addCancelled({ mergedInto, lines }: Order): void {
    if (mergedInto !== null) return;
    const stillIn = ({ id, quantity }: Line) => quantity - (this.#takenBack.get(id) ?? 0);
    this.#cancelledOrders.add(sum(lines.map((line) => line.unitPrice * stillIn(line))));
  }

  /** Ids of the items that were sold. */
  get itemIds(): Iterable<string> {
    return this.#items.keys();
  }

  report(categoryOf: CategoryOf): DaySales {
    const { count, amount } = this.#all;
    return {
      averageBill: count === 0 ? null : proportion(amount, 1, count),
      hours: this.#byHour(),
      categories: this.#byCategory(categoryOf),
      orderTypes: TYPES.flatMap((type) => {
        const found = this.#types.get(type);
        return found ? [{ type, ...found.both }] : [];
      }),
      voids: { portions: this.#voids.count, amount: this.#voids.amount },
      cancellations: { orders: this.#cancelledOrders.both, bills: this.#cancelledBills.both },
    };
  }

  #byHour(): DaySales['hours'] {
    const first = Number(this.#outlet.dayStartsAt.slice(0, 2));
    const inOrder = [...this.#hours.entries()].map(([hour, found]) => ({ hour, ...found.both }));
    return [...inOrder.slice(first), ...inOrder.slice(0, first)];
  }

  #byCategory(categoryOf: CategoryOf): DaySales['categories'] {
    const sums = new Map<string | null, Sum>();
    const names = new Map<string | null, string>();
    for (const [itemId, { count, amount }] of this.#items) {
      const category = categoryOf(itemId);
      if (category) names.set(category.id, category.name);
      added(sums, category?.id ?? null, amount, count);
    }
    const rows = [...sums].map(([categoryId, { count, amount }]) => {
      return { categoryId, name: names.get(categoryId) ?? null, quantity: count, amount };
    });
    return rows.sort(
      (a, b) => b.amount - a.amount || ((a.categoryId ?? '') < (b.categoryId ?? '') ? -1 : 1),
    );
  }
}

/** Adds up what is not settled now. */
export class OpenBook {
  readonly #orders = new Sum();
  readonly #bills = new Sum();

  addOrder({ totals }: Order): void {
    this.#orders.add(totals.payable);
  }

  addBill({ payable, paid }: Bill): void {
    this.#bills.add(payable - paid);
  }

  /** @param at RFC 3339 UTC */
  report(at: string): OpenNow {
    const { count, amount: due } = this.#bills;
    return { at, orders: this.#orders.both, bills: { count, due } };
  }
}

function added<K>(sums: Map<K, Sum>, key: K, amount: number, count = 1): void {
  const found = sums.get(key) ?? new Sum();
  found.add(amount, count);
  sums.set(key, found);
}
