import { audited } from './audit.js';
import { type Context, type Decision, decided, happened } from './decision.js';
import type { Bill, BillPrint } from './shapes/bill.js';

/** Of a copy in the name of its document: lists are in the order of names, and names are text. */
const DIGITS = 6;

export interface PrintState {
  /** Copies that went to paper before. */
  printed: number;
  outletId: string;
  /** The paired device that prints; null: it is none. */
  deviceId: string | null;
}

/**
 * Writes down that a bill goes to paper, and which copy that is. The bill itself stays as it is:
 * one that is paid is written no more. The copy is part of the name, so of two tills that print at
 * once one meets the other's and counts again: there is never a second first. The audit has every
 * copy but the first.
 */
export function printBill(
  { id: billId, invoiceNumber }: Bill,
  { printed, outletId, deviceId }: PrintState,
  context: Context,
): Decision<BillPrint> {
  const copy = printed + 1;
  const print: BillPrint = {
    id: `${billId}/${String(copy).padStart(DIGITS, '0')}`,
    rev: 1,
    billId,
    copy,
    at: context.now,
    by: context.actor.id,
    deviceId,
  };
  const deed = {
    action: 'bill.printed',
    outletId,
    subject: { kind: 'bill', id: billId },
    details: { invoiceNumber, copy, deviceId },
  } as const;
  return decided({
    documents: [
      { collection: 'billPrint', value: print },
      ...(copy > 1 ? [audited(deed, context)] : []),
    ],
    events: [happened('bill.printed', { print }, context)],
    result: print,
  });
}
