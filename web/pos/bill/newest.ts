import type { Bill } from '../shapes.js';

/** The bills of a business day as last known, the one issued last first. @param day YYYY-MM-DD */
export function newestOf(bills: Iterable<Bill>, day: string): Bill[] {
  const found = new Map<string, Bill>();
  for (const bill of bills) {
    const known = found.get(bill.id);
    if (bill.businessDay === day && (!known || known.rev < bill.rev)) found.set(bill.id, bill);
  }
  return [...found.values()].sort((a, b) => (a.issuedAt < b.issuedAt ? 1 : -1));
}
