import fc from 'fast-check';
import t from 'tap';
import { byInvoiceNumber, invoiceCounter, invoiceNumber } from '../../src/domain/invoice.js';
import { outlet, refusal } from './money-fixtures.js';

const NOON = '2026-11-20T06:30:00.000Z';

t.test('invoice number: prefix, financial year and number, growing', (t) => {
  const table: [prefix: string, n: number, number: string][] = [
    ['A', 1, 'A/26-27/000001'],
    ['A', 999_999, 'A/26-27/999999'],
    ['A', 1_000_000, 'A/26-27/1000000'],
    ['AB', 1_000_000, 'AB/26-27/1000000'],
    ['ABC', 1, 'ABC/26-27/000001'],
    ['ABC', 999_999, 'ABC/26-27/999999'],
    ['ABC', 1_000_000, 'ABC/2627/1000000'],
    ['ABC', 9_999_999, 'ABC/2627/9999999'],
  ];
  for (const [invoicePrefix, n, number] of table) {
    t.equal(invoiceNumber(outlet({ invoicePrefix }), NOON, n), number);
  }
  t.equal(
    refusal(() => invoiceNumber(outlet({ invoicePrefix: 'ABC' }), NOON, 10_000_000)),
    'series_full',
  );
  t.equal(invoiceNumber(outlet({ country: 'AE', timeZone: 'Asia/Dubai' }), NOON, 1), 'A/26/000001');
  t.end();
});

t.test('invoice number: the series begins anew on 1 April, at local midnight', (t) => {
  const before = '2027-03-31T18:29:59.999Z';
  const after = '2027-03-31T18:30:00.000Z';
  t.equal(invoiceCounter(outlet(), before), 'invoice/A/26-27');
  t.equal(invoiceCounter(outlet(), after), 'invoice/A/27-28');
  t.equal(invoiceNumber(outlet(), after, 1), 'A/27-28/000001');
  t.not(invoiceCounter(outlet(), before), invoiceCounter(outlet({ invoicePrefix: 'B' }), before));
  t.end();
});

t.test('invoice number: at most 16 characters of Rule 46(b), unique, in order', (t) => {
  const anyPrefix = fc.stringMatching(/^[A-Z0-9]{1,3}$/);
  const anyN = fc.oneof(
    fc.integer({ min: 1, max: 9_999_999 }),
    fc.integer({ min: 999_990, max: 1_000_010 }),
  );
  fc.assert(
    fc.property(anyPrefix, anyN, anyN, (invoicePrefix, m, n) => {
      const here = outlet({ invoicePrefix });
      const [a, b] = [invoiceNumber(here, NOON, m), invoiceNumber(here, NOON, n)];
      return (
        /^[A-Z0-9/-]{1,16}$/.test(a) &&
        (a === b) === (m === n) &&
        Math.sign(byInvoiceNumber(a, b)) === Math.sign(m - n)
      );
    }),
    { numRuns: 500 },
  );
  t.ok(byInvoiceNumber('A/26-27/1000000', 'A/27-28/000001') < 0, 'the year comes first');
  t.end();
});
