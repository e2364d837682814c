import fc from 'fast-check';
import t from 'tap';
import { taxRows } from '../../src/domain/bill.js';
import { explained } from '../../src/domain/explain.js';
import { STATE_CODES, stateText } from '../../web/pos/bill/states.js';
import { accountOf, percent } from '../../web/pos/bill/explain.js';
import { anyLine, anyOutlet, anyPlace, line, order, outlet } from '../domain/money-fixtures.js';

t.test('account: says of each line and tax what the server would, to the paisa', async (t) => {
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 12 }),
      anyOutlet,
      anyPlace,
      (drafts, here, place) => {
        const priced = order(drafts, here, { placeOfSupply: place });
        const account = accountOf(priced, here);
        const rows = explained(priced.lines, priced.totals, here, place);
        const said = account.lines.flatMap(({ line: { id }, amount, taxable, taxes }) =>
          [amount, taxable, ...taxes.map((tax) => tax.amount)].map((each) => [id, each]),
        );
        const sums = [account.subtotal, account.tax, account.rounding, account.payable];
        const server = rows.map(({ lineId, amount }) => [lineId, amount]);
        t.same([...said, ...sums.map((each) => [null, each])], server);
        const paidFor = priced.lines.filter((each) => each.quantity > each.voidedQuantity);
        t.same(account.taxes, taxRows(paidFor, here, place), 'the rows that the bill prints');
      },
    ),
    { numRuns: 200 },
  );
});

t.test('account: inside the state two halves, across states one tax', async (t) => {
  const here = outlet();
  const dosa = line({ unitPrice: 10_050, quantity: 1 });
  const inside = accountOf(order([dosa], here), here);
  t.same(
    inside.taxes.map(({ name, rate, amount }) => [name, rate, amount]),
    [
      ['CGST', 250, 251],
      ['SGST', 250, 251],
    ],
  );
  t.notOk(inside.integrated);
  const across = accountOf(order([dosa], here, { placeOfSupply: '27' }), here);
  t.same(
    across.taxes.map(({ name, rate, amount }) => [name, rate, amount]),
    [['IGST', 500, 503]],
  );
  t.ok(across.integrated);
});

t.test('account: rates read as people write them', async (t) => {
  t.same([250, 500, 900, 1800, 0, 25].map(percent), ['2.5', '5', '9', '18', '0', '0.25']);
});

t.test('states: every code that the server takes has its name in both languages', async (t) => {
  // 25 was merged into 26 in 2020, 28 became 37 in 2014: both are still of the form that is taken.
  const codes = Array.from({ length: 38 }, (_, at) => String(at + 1).padStart(2, '0'));
  const named = [...codes.filter((code) => code !== '25' && code !== '28'), '97'];
  t.same(STATE_CODES, named);
  t.equal(stateText('29', 'en'), '29 Karnataka');
  t.equal(stateText('29', 'hi'), '29 कर्नाटक');
  t.equal(stateText('25', 'en'), '25', 'a code of before is at least itself');
});
