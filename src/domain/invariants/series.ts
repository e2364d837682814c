import type { OutletRecord } from './record.js';

/**
 * Numbers run from 1 without hole or repeat: invoices of each financial year, orders and tickets of each
 * business day. A cancelled one keeps its number.
 */
export function* seriesViolations(record: OutletRecord): Generator<string> {
  const series = new Map<string, number[]>();
  const take = (name: string, number: number) => {
    const numbers = series.get(name);
    if (numbers) numbers.push(number);
    else series.set(name, [number]);
  };
  for (const { businessDay, number } of record.orders) take(`order/${businessDay}`, number);
  for (const { businessDay, number } of record.tickets) take(`ticket/${businessDay}`, number);
  for (const { invoiceNumber } of record.bills) {
    const [prefix, year, digits] = invoiceNumber.split('/');
    take(`invoice/${prefix}/${dashed(year ?? '')}`, Number(digits));
  }
  for (const [name, numbers] of series) yield* gaps(name, numbers);
  for (const [name, last] of record.counters) {
    if (!/^(order|ticket|invoice)\//.test(name)) continue;
    const given = series.get(name)?.length ?? 0;
    if (given !== last) yield `counter ${name} is at ${last}, and ${given} numbers are in use`;
  }
}

function* gaps(name: string, numbers: readonly number[]): Generator<string> {
  for (const [index, number] of numbers.toSorted((a, b) => a - b).entries()) {
    if (number === index + 1) continue;
    yield `${name}: number ${number} stands in place ${index + 1}`;
    return;
  }
}

/** Long invoice numbers give up the dash of their year (2627); their counter does not (26-27). */
function dashed(year: string): string {
  return year.length === 4 ? `${year.slice(0, 2)}-${year.slice(2)}` : year;
}
