import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Outlet, Station, Table } from '../../src/domain/shapes/organization.js';
import type { Ticket } from '../../src/domain/shapes/ticket.js';

const AT = '2025-01-05T12:00:00.000Z';
const totals = { subtotal: 0, tax: 0, rounding: 0, payable: 0 };

/** Documents as small as their shapes allow. */
export function order(id: string, more: Partial<Order> = {}): Order {
  return {
    id,
    rev: 1,
    number: 1,
    businessDay: '2025-01-05',
    type: 'takeaway',
    tableId: null,
    guests: null,
    placeOfSupply: null,
    status: 'open',
    lines: [],
    totals,
    billId: null,
    mergedInto: null,
    cancelReason: null,
    createdBy: 'owner',
    createdAt: AT,
    updatedAt: AT,
    ...more,
  };
}

export function ticket(id: string, stationId: string, more: Partial<Ticket> = {}): Ticket {
  const item = {
    lineId: 'line',
    name: 'Idli',
    variantName: null,
    modifiers: [],
    note: null,
    course: null,
    previousQuantity: 0,
    quantity: 1,
    change: 1,
    state: 'queued',
    steps: [],
  } as const;
  return {
    id,
    rev: 1,
    number: 1,
    businessDay: '2025-01-05',
    kind: 'new',
    orderId: 'order',
    orderNumber: 1,
    tableId: null,
    movedFromTableId: null,
    stationId,
    state: 'queued',
    open: true,
    items: [{ ...item, modifiers: [], steps: [] }],
    reason: null,
    approvedBy: null,
    createdBy: 'owner',
    createdAt: AT,
    ...more,
  };
}

export function bill(id: string, more: Partial<Bill> = {}): Bill {
  return {
    id,
    rev: 1,
    invoiceNumber: id.slice(0, 16),
    orderId: 'order',
    orderNumber: 1,
    tableId: null,
    businessDay: '2025-01-05',
    placeOfSupply: null,
    lines: [],
    taxes: [],
    subtotal: 0,
    tax: 0,
    rounding: 0,
    roundTo: 1,
    payable: 0,
    paid: 0,
    change: 0,
    status: 'unpaid',
    payments: [],
    cancelReason: null,
    issuedBy: 'owner',
    issuedAt: AT,
    ...more,
  };
}

export function table(id: string): Table {
  return { id, rev: 1, name: id, section: null, seats: null, state: 'free', orderId: null };
}

export function station(id: string): Station {
  return { id, rev: 1, name: id };
}

export function outlet(id: string): Outlet {
  return {
    id,
    rev: 1,
    name: id,
    invoicePrefix: 'A',
    country: 'IN',
    stateCode: null,
    currency: 'INR',
    timeZone: 'Asia/Kolkata',
    dayStartsAt: '04:00',
    roundTo: 1,
    defaultStationId: 'grill',
    routing: [],
    createdAt: AT,
  };
}
