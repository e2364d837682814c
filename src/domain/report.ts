import { byInvoiceNumber } from './invoice.js';
import { sum } from './money.js';
import type { Bill, DayReport, Tender } from './shapes/bill.js';
import { mergedTaxRows } from './tax.js';

const TENDERS: readonly Tender[] = ['cash', 'card', 'upi'];

/**
 * The day book: adds up a business day bill by bill, in any order, so that a day of any size is
 * read page by page. A cancelled bill is counted and its number seen, and none of its amounts enter
 * the sales. Tenders are what settled the bills of that day, change deducted, whenever it was paid.
 */
export class DayBook {
  private readonly bills: DayReport['bills'] = { count: 0, cancelled: 0, first: null, last: null };
  private sales: DayReport['sales'] = { subtotal: 0, tax: 0, rounding: 0, payable: 0 };
  private taxes: DayReport['taxes'] = [];
  private readonly tenders = new Map<Tender, { amount: number; count: number }>();
  private readonly items = new Map<string, DayReport['items'][number]>();

  /** `date`: the business day, YYYY-MM-DD. */
  constructor(private readonly date: string) {}

  /** @throws amount_out_of_range when the day's sums would no longer be exact */
  add(bill: Bill): void {
    if (bill.businessDay !== this.date) {
      throw new RangeError(`bill ${bill.id} is of ${bill.businessDay}, not of ${this.date}`);
    }
    this.see(bill.invoiceNumber);
    if (bill.status === 'cancelled') {
      this.bills.cancelled += 1;
      return;
    }
    this.bills.count += 1;
    this.sales = {
      subtotal: sum([this.sales.subtotal, bill.subtotal]),
      tax: sum([this.sales.tax, bill.tax]),
      rounding: sum([this.sales.rounding, bill.rounding]),
      payable: sum([this.sales.payable, bill.payable]),
    };
    this.taxes = mergedTaxRows([...this.taxes, ...bill.taxes]);
    for (const { tender, settled } of bill.payments) {
      const { amount, count } = this.tenders.get(tender) ?? { amount: 0, count: 0 };
      this.tenders.set(tender, { amount: sum([amount, settled]), count: count + 1 });
    }
    for (const line of bill.lines) {
      const known = this.items.get(line.itemId);
      this.items.set(line.itemId, {
        itemId: line.itemId,
        name: line.name,
        quantity: line.quantity + (known?.quantity ?? 0),
        amount: sum([line.taxable, known?.amount ?? 0]),
      });
    }
  }

  /** The day as far as it was added. Only tenders that were used; what sold for most comes first. */
  report(): DayReport {
    return {
      date: this.date,
      bills: { ...this.bills },
      sales: { ...this.sales },
      taxes: [...this.taxes],
      tenders: TENDERS.flatMap((tender) => {
        const found = this.tenders.get(tender);
        return found === undefined ? [] : [{ tender, ...found }];
      }),
      items: [...this.items.values()].sort(
        (a, b) => b.amount - a.amount || (a.itemId < b.itemId ? -1 : 1),
      ),
    };
  }

  private see(number: string): void {
    const { first, last } = this.bills;
    if (first === null || byInvoiceNumber(number, first) < 0) this.bills.first = number;
    if (last === null || byInvoiceNumber(number, last) > 0) this.bills.last = number;
  }
}
