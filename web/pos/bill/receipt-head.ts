import type { Bill, BillHead } from '../shapes.js';
import type { Till } from '../till/till.js';

/**
 * What stands above and below a bill: what it was issued with, whatever the outlet calls itself
 * since. A bill from before that was kept with it has the outlet's head of now, as far as this till
 * knows it.
 */
export function headOf({ head }: Bill, { outlet, catalog }: Till): BillHead {
  if (head) return head;
  const { name = outlet.name, head: now } = catalog.value.outlet ?? {};
  return { name, ...(now ?? NOTHING) };
}

const NOTHING = {
  legalName: null,
  address: [],
  phone: null,
  gstin: null,
  fssai: null,
  vatNumber: null,
  footer: null,
};
