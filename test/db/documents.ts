import type { Documents, EventDraft } from '../../src/domain/decision.js';
import type { Line } from '../../src/domain/shapes/order.js';
import type { Scope } from '../../src/db/store.js';

export const AT = '2025-11-21T13:30:00.000Z';

/** Two organizations with outlets of the same ids: whatever is seen across is a leak. */
export const A: Required<Scope> = { organizationId: 'org-a', outletId: 'outlet-1' };
export const A2: Required<Scope> = { organizationId: 'org-a', outletId: 'outlet-2' };
export const B: Required<Scope> = { organizationId: 'org-b', outletId: 'outlet-1' };
/** The organization itself, without an outlet. */
export const ORG_A: Scope = { organizationId: 'org-a' };
export const ORG_B: Scope = { organizationId: 'org-b' };

export function table(id: string, more: Partial<Documents['table']> = {}): Documents['table'] {
  return { id, rev: 1, name: id, section: null, seats: 4, state: 'free', orderId: null, ...more };
}

export function station(id: string, more: Partial<Documents['station']> = {}) {
  return { id, rev: 1, name: 'Kitchen', ...more };
}

export function order(id: string, more: Partial<Documents['order']> = {}): Documents['order'] {
  return {
    id,
    rev: 1,
    number: 1,
    businessDay: '2025-11-21',
    type: 'dineIn',
    tableId: null,
    guests: 2,
    placeOfSupply: null,
    status: 'open',
    lines: [line('line-1', 'पनीर टिक्का 🌶'), line('line-2', 'Kulfi')],
    totals: { subtotal: 64_000, tax: 3_200, rounding: -20, payable: 67_180 },
    billId: null,
    mergedInto: null,
    cancelReason: null,
    createdBy: 'waiter-1',
    createdAt: AT,
    updatedAt: AT,
    ...more,
  };
}

export function line(id: string, name: string): Line {
  return {
    id,
    itemId: `item-${id}`,
    name,
    variantId: null,
    variantName: null,
    modifiers: [{ id: 'modifier-1', name: 'Extra "hot"', price: 0 }],
    note: null,
    course: 'mains',
    unitPrice: 32_000,
    quantity: 2,
    voidedQuantity: 0,
    sentQuantity: 0,
    stationIds: [],
    taxClassId: 'gst-5',
    rate: 500,
    inclusive: false,
    hsn: '996331',
    taxable: 64_000,
    tax: 3_200,
    addedBy: 'waiter-1',
    addedAt: AT,
  };
}

export function ticket(id: string, more: Partial<Documents['ticket']> = {}): Documents['ticket'] {
  return {
    id,
    rev: 1,
    number: 1,
    businessDay: '2025-11-21',
    kind: 'new',
    orderId: 'order-1',
    orderNumber: 1,
    tableId: null,
    movedFromTableId: null,
    stationId: 'station-1',
    state: 'queued',
    open: true,
    items: [],
    reason: null,
    approvedBy: null,
    createdBy: 'waiter-1',
    createdAt: AT,
    ...more,
  };
}

export function session(id: string, expiresAt: string, rev = 1): Documents['session'] {
  return {
    id,
    rev,
    staffId: 'staff-1',
    generation: rev,
    createdAt: AT,
    expiresAt,
    endedAt: null,
    endedBy: null,
  };
}

export function pairingCode(id: string, expiresAt: string): Documents['pairingCode'] {
  const { organizationId, outletId } = A;
  return { id, rev: 1, organizationId, outletId, deviceId: 'device-1', expiresAt };
}

export function login(id: string, organizationId: string): Documents['login'] {
  return { id, rev: 1, organizationId, staffId: 'staff-1' };
}

export function organization(id: string): Documents['organization'] {
  return { id, rev: 1, name: id, country: 'IN', createdAt: AT };
}

export function outlet(id: string): Documents['outlet'] {
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
    roundTo: 100,
    defaultStationId: 'station-1',
    routing: [],
    createdAt: AT,
  };
}

export function taxClass(id: string, more: Partial<Documents['taxClass']> = {}) {
  return { id, rev: 1, name: id, rate: 500, inclusive: false, hsn: null, ...more };
}

export function event(type: string, data: Record<string, unknown> = {}): EventDraft {
  return { type, at: AT, actor: 'waiter-1', data };
}
