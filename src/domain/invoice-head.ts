import { KotdError } from './errors.js';
import { isChecked, stateOf } from './gstin.js';
import { type BillHead, type HeadChange, NO_HEAD } from './shapes/invoice-head.js';
import type { Outlet, OutletChange } from './shapes/organization.js';
import { isVatNumber } from './vat-number.js';

/** The outlet with what the change names of its head, the rest of it as it was. */
export function withHead(outlet: Outlet, change: HeadChange): Outlet {
  return { ...outlet, head: { ...NO_HEAD, ...outlet.head, ...change } };
}

/** What a bill that is issued now says of who issues it: a later change must not reach it. */
export function headOf({ name, head }: Pick<Outlet, 'name' | 'head'>): BillHead {
  return { name, ...NO_HEAD, ...head };
}

/**
 * Refuses numbers that would make invoices invalid: a GSTIN with a wrong check character or of
 * another state than the outlet's (a registration is good in one state: CGST Act, section 25(1)),
 * and numbers of another country.
 * @param change what made the outlet so: complaints point into it
 * @throws invalid
 */
export function refuseWrongHead(outlet: Outlet, { head, stateCode }: OutletChange): void {
  const { gstin = null, fssai = null, vatNumber = null } = outlet.head ?? NO_HEAD;
  if (outlet.country !== 'IN') {
    if (gstin !== null) throw misfit('/head/gstin', 'is for outlets in India');
    if (fssai !== null) throw misfit('/head/fssai', 'is for outlets in India');
    if (vatNumber !== null && !isVatNumber(vatNumber, outlet.country)) {
      throw misfit('/head/vatNumber', `is no VAT number of ${outlet.country}`);
    }
  } else if (vatNumber !== null) {
    throw misfit('/head/vatNumber', 'is for outlets outside India');
  }
  if (gstin === null) return;
  if (head?.gstin && !isChecked(gstin)) {
    throw misfit('/head/gstin', 'has a wrong check character');
  }
  if (outlet.stateCode === null || stateOf(gstin) === outlet.stateCode) return;
  if (head?.gstin) throw misfit('/head/gstin', 'is of another state than the outlet');
  if (stateCode !== undefined) throw misfit('/stateCode', 'is not the state of the GSTIN');
}

function misfit(pointer: string, message: string): KotdError {
  return new KotdError('invalid', { errors: [{ pointer, message }] });
}
