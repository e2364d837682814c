import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { issueBill } from '../../src/domain/bill.js';
import { headOf } from '../../src/domain/invoice-head.js';
import { changeOutlet } from '../../src/domain/outlet.js';
import { HeadChange, NO_HEAD } from '../../src/domain/shapes/invoice-head.js';
import type { Outlet, OutletChange } from '../../src/domain/shapes/organization.js';
import { context, frozen, line, order, outlet } from './money-fixtures.js';

const KARNATAKA = '29AAGCB7383J1Z4';
const MAHARASHTRA = '27AAPFU0939F1ZV';
const organization = frozen({
  id: 'organization-1',
  rev: 1,
  name: 'Saravanaa',
  country: 'IN' as const,
  createdAt: '2026-04-01T06:00:00.000Z',
});

/** The outlet after the change. */
function changed(before: Outlet, body: OutletChange): Outlet {
  const state = { stations: new Set(['station-1']), organization, outlets: [before] };
  return changeOutlet(frozen(before), body, state, context()).changes([]).result;
}

t.test('head: what a change does not name stays, and null takes away', async (t) => {
  const address = ['12, 100 Feet Road', 'Bengaluru 560038'];
  const first = changed(outlet(), { head: { gstin: KARNATAKA, address } });
  t.strictSame(first.head, { ...NO_HEAD, gstin: KARNATAKA, address });
  const second = changed(first, { head: { phone: '+91 80 4000 1234' }, roundTo: 1 });
  t.strictSame(second.head, { ...first.head, phone: '+91 80 4000 1234' });
  t.equal(second.roundTo, 1);
  t.strictSame(changed(second, { head: { gstin: null, address: [] } }).head, {
    ...NO_HEAD,
    phone: '+91 80 4000 1234',
  });
  t.notOk('head' in changed(outlet(), { roundTo: 1 }), 'nothing is written that nobody said');
});

t.test('head: numbers that would make invoices invalid are refused', async (t) => {
  const registered = outlet({ head: { ...NO_HEAD, gstin: KARNATAKA } });
  const abroad = outlet({ country: 'GB', stateCode: null });
  for (const [before, body, pointer, message] of [
    [
      outlet(),
      { head: { gstin: '29AAGCB7383J1Z5' } },
      '/head/gstin',
      'has a wrong check character',
    ],
    [
      outlet(),
      { head: { gstin: MAHARASHTRA } },
      '/head/gstin',
      'is of another state than the outlet',
    ],
    [registered, { stateCode: '27' }, '/stateCode', 'is not the state of the GSTIN'],
    [abroad, { head: { gstin: KARNATAKA } }, '/head/gstin', 'is for outlets in India'],
    [abroad, { head: { fssai: '11221334000457' } }, '/head/fssai', 'is for outlets in India'],
    [abroad, { head: { vatNumber: '220430232' } }, '/head/vatNumber', 'is no VAT number of GB'],
    [
      outlet(),
      { head: { vatNumber: '220430231' } },
      '/head/vatNumber',
      'is for outlets outside India',
    ],
  ] as const) {
    t.throws(() => changed(before, body), { code: 'invalid', errors: [{ pointer, message }] });
  }
  const moved = changed(registered, { stateCode: '27', head: { gstin: MAHARASHTRA } });
  t.match(moved, { stateCode: '27', head: { gstin: MAHARASHTRA } }, 'both at once');
  const stateless = changed(outlet({ stateCode: null }), { head: { gstin: MAHARASHTRA } });
  t.equal(stateless.head?.gstin, MAHARASHTRA, 'of an outlet that has not said where it is');
  t.equal(changed(registered, { stateCode: null }).stateCode, null);
  const british = changed(abroad, { head: { vatNumber: 'GB220430231' } });
  t.equal(british.head?.vatNumber, 'GB220430231');
});

t.test('head: lines of print, no more and no longer than a paper has room for', async (t) => {
  const line = 'x'.repeat(120);
  for (const good of [
    { address: Array.from({ length: 5 }, () => line) },
    { phone: '080-4123 4567 / 98450 12345' },
    { footer: line },
  ]) {
    t.ok(Value.Check(HeadChange, good), JSON.stringify(good).slice(0, 60));
  }
  for (const bad of [
    {},
    { address: Array.from({ length: 6 }, () => 'x') },
    { address: [''] },
    { address: ['two\nlines'] },
    { footer: `${line}x` },
    { legalName: ' ' },
    { phone: 'ask for Asha' },
    { fax: '080' },
  ]) {
    t.notOk(Value.Check(HeadChange, bad), JSON.stringify(bad).slice(0, 60));
  }
});

t.test('head: a bill keeps the one it was issued with', async (t) => {
  const before = changed(outlet(), { head: { gstin: KARNATAKA, footer: 'Come again' } });
  const bill = issueBill(order([line()]), before, null, null, context()).changes([1]).result;
  t.strictSame(bill.head, { name: 'Koramangala', ...before.head });
  changed(before, { name: 'Jayanagar', head: { footer: null } });
  t.equal(bill.head?.footer, 'Come again');
  t.strictSame(headOf(outlet()), { name: 'Koramangala', ...NO_HEAD });
});
