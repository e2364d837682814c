import fc from 'fast-check';
import type { Context } from '../../src/domain/decision.js';
import { KotdError } from '../../src/domain/errors.js';
import { repriced } from '../../src/domain/pricing.js';
import type { Line, Order } from '../../src/domain/shapes/order.js';
import type { Outlet, Table } from '../../src/domain/shapes/organization.js';

export function outlet(over: Partial<Outlet> = {}): Outlet {
  return {
    id: 'outlet-1',
    rev: 1,
    name: 'Koramangala',
    invoicePrefix: 'A',
    country: 'IN',
    stateCode: '29',
    currency: 'INR',
    timeZone: 'Asia/Kolkata',
    dayStartsAt: '04:00',
    roundTo: 100,
    defaultStationId: 'station-1',
    routing: [],
    createdAt: '2026-04-01T06:00:00.000Z',
    ...over,
  };
}

let lineCount = 0;

/** A line all of which was sent, at 5 % exclusive unless told. */
export function line(over: Partial<Line> = {}): Line {
  lineCount += 1;
  const quantity = over.quantity ?? 1;
  return {
    id: `line-${lineCount}`,
    itemId: 'item-1',
    name: 'Masala Dosa',
    variantId: null,
    variantName: null,
    modifiers: [],
    note: null,
    course: null,
    unitPrice: 10_000,
    quantity,
    voidedQuantity: 0,
    sentQuantity: quantity,
    stationIds: ['station-1'],
    taxClassId: 'tax-1',
    rate: 500,
    inclusive: false,
    hsn: '996331',
    taxable: 0,
    tax: 0,
    addedBy: 'waiter-1',
    addedAt: '2026-11-20T14:00:00.000Z',
    ...over,
  };
}

/** An open, priced order on table-1. */
export function order(lines: Line[], at: Outlet = outlet(), over: Partial<Order> = {}): Order {
  const bare: Order = {
    id: 'order-1',
    rev: 3,
    number: 7,
    businessDay: '2026-11-20',
    type: 'dineIn',
    tableId: 'table-1',
    guests: 2,
    placeOfSupply: null,
    status: 'open',
    lines,
    totals: { subtotal: 0, tax: 0, rounding: 0, payable: 0 },
    billId: null,
    mergedInto: null,
    cancelReason: null,
    createdBy: 'waiter-1',
    createdAt: '2026-11-20T14:00:00.000Z',
    updatedAt: '2026-11-20T14:00:00.000Z',
    ...over,
  };
  return repriced(bare, at);
}

export function table(over: Partial<Table> = {}): Table {
  return {
    id: 'table-1',
    rev: 5,
    name: 'T1',
    section: null,
    seats: 4,
    state: 'busy',
    orderId: 'order-1',
    ...over,
  };
}

export function context(now = '2026-11-20T15:00:00.000Z'): Context {
  let ids = 0;
  return {
    now,
    newId: () => {
      ids += 1;
      return `new-${ids}`;
    },
    actor: { id: 'cashier-1', role: 'cashier' },
  };
}

/** As `context`, of somebody who needs nobody's approval. */
export function office(): Context {
  return { ...context(), actor: { id: 'manager-1', role: 'manager' } };
}

/** The code of the refusal that the rule throws; undefined when it throws none. */
export function refusal(rule: () => unknown): string | undefined {
  try {
    rule();
  } catch (error) {
    if (error instanceof KotdError) return error.code;
    throw error;
  }
  return undefined;
}

/** Freezes a document through and through: a rule that writes into its input then throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

export const anyRate = fc.oneof(
  fc.constantFrom(0, 500, 1200, 1800, 2000, 2800),
  fc.integer({ min: 0, max: 5000 }).map((half) => 2 * half),
);

export const anyLine: fc.Arbitrary<Line> = fc
  .record({
    unitPrice: fc.oneof(fc.nat(300), fc.nat(1_000_000), fc.nat(1_000_000_000)),
    quantity: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9_999 })),
    voidedShare: fc.constantFrom(0, 0, 0, 0.5, 1),
    rate: anyRate,
    inclusive: fc.boolean(),
    itemId: fc.constantFrom('item-1', 'item-2', 'item-3'),
  })
  .map(({ voidedShare, ...rest }) =>
    line({ ...rest, voidedQuantity: Math.floor(rest.quantity * voidedShare) }),
  );

export const anyOutlet: fc.Arbitrary<Outlet> = fc
  .record({
    country: fc.constantFrom('IN' as const, 'IN' as const, 'AE' as const, 'GB' as const),
    roundTo: fc.constantFrom(1 as const, 5 as const, 50 as const, 100 as const),
  })
  .map(outlet);

/** null and '29' are the outlet's own state; '27' makes the tax IGST. */
export const anyPlace = fc.constantFrom(null, '29', '27');
