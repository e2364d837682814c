import { type Static, Type } from '@sinclair/typebox';
import {
  Amount,
  Closed,
  Count,
  Day,
  Id,
  Instant,
  Name,
  Nullable,
  PaidAmount,
  Quantity,
  Rate,
  Rev,
} from './primitives.js';
import { BillHead } from './invoice-head.js';
import { RoundTo } from './organization.js';

export const Tender = Type.Union([Type.Literal('cash'), Type.Literal('card'), Type.Literal('upi')]);
export type Tender = Static<typeof Tender>;

export const BillLine = Type.Object(
  {
    lineId: Id,
    itemId: Id,
    name: Name,
    variantName: Nullable(Name),
    modifiers: Type.Array(Name),
    hsn: Nullable(Type.String()),
    rate: Rate,
    /** Portions not voided. */
    quantity: Quantity,
    unitPrice: Amount,
    taxable: Amount,
    tax: Amount,
  },
  Closed,
);
export type BillLine = Static<typeof BillLine>;

/** One row of tax: CGST 2.5 %, SGST 2.5 %, IGST 18 %, VAT 20 % … */
export const TaxRow = Type.Object(
  { name: Type.String(), rate: Type.Integer({ minimum: 0 }), taxable: Amount, amount: Amount },
  Closed,
);
export type TaxRow = Static<typeof TaxRow>;

export const Payment = Type.Object(
  {
    id: Id,
    tender: Tender,
    /** What was handed over, what of it settled the bill, what went back: tendered - change = settled. */
    tendered: Amount,
    settled: Amount,
    change: Amount,
    reference: Nullable(Type.String()),
    at: Instant,
    by: Id,
  },
  Closed,
);
export type Payment = Static<typeof Payment>;

export const BillStatus = Type.Union([
  Type.Literal('unpaid'),
  Type.Literal('partlyPaid'),
  Type.Literal('paid'),
  Type.Literal('cancelled'),
]);
export type BillStatus = Static<typeof BillStatus>;

/** A tax invoice. Everything it says is a snapshot of the moment it was issued. */
export const Bill = Type.Object(
  {
    id: Id,
    rev: Rev,
    invoiceNumber: Type.String({ minLength: 1, maxLength: 16 }),
    /** Of the outlet that issued it. Bills from before outlets had one have none. */
    head: Type.Optional(BillHead),
    orderId: Id,
    orderNumber: Type.Integer({ minimum: 1 }),
    tableId: Nullable(Id),
    /** Business day of the outlet on which it was issued. */
    businessDay: Day,
    placeOfSupply: Nullable(Type.String()),
    lines: Type.Array(BillLine),
    taxes: Type.Array(TaxRow),
    subtotal: Amount,
    tax: Amount,
    rounding: Amount,
    /** The rounding policy in force, recorded with the bill. */
    roundTo: RoundTo,
    payable: Amount,
    paid: Amount,
    change: Amount,
    status: BillStatus,
    payments: Type.Array(Payment),
    cancelReason: Nullable(Type.String()),
    issuedBy: Id,
    issuedAt: Instant,
  },
  Closed,
);
export type Bill = Static<typeof Bill>;

/** A paper of a bill, as the ledger of prints has it: written once, never changed. */
export const BillPrint = Type.Object(
  {
    id: Id,
    rev: Rev,
    billId: Id,
    /** 1 for the first paper of the bill; any other says that it is a duplicate. */
    copy: Type.Integer({ minimum: 1 }),
    at: Instant,
    by: Id,
    /** The paired device, if it was printed on one. */
    deviceId: Nullable(Id),
  },
  Closed,
);
export type BillPrint = Static<typeof BillPrint>;

export const NewPayment = Type.Object(
  {
    tender: Tender,
    /** What is handed over. */
    amount: PaidAmount,
    /** What of it settles the bill, such as a share of it; the rest comes back. Without it: as much as is due. */
    settle: Type.Optional(PaidAmount),
    reference: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  Closed,
);
export type NewPayment = Static<typeof NewPayment>;

export const DayReport = Type.Object(
  {
    date: Day,
    /** Bills issued that day and not cancelled; first and last number of the series, cancelled ones included. */
    bills: Type.Object(
      {
        count: Count,
        cancelled: Count,
        first: Nullable(Type.String()),
        last: Nullable(Type.String()),
      },
      Closed,
    ),
    sales: Type.Object(
      { subtotal: Amount, tax: Amount, rounding: Amount, payable: Amount },
      Closed,
    ),
    taxes: Type.Array(TaxRow),
    /** Settled amounts: what was tendered less the change. */
    tenders: Type.Array(Type.Object({ tender: Tender, amount: Amount, count: Count }, Closed)),
    /** `amount` is before tax, so the items add up to sales.subtotal. */
    items: Type.Array(
      Type.Object({ itemId: Id, name: Name, quantity: Count, amount: Amount }, Closed),
    ),
  },
  Closed,
);
export type DayReport = Static<typeof DayReport>;
