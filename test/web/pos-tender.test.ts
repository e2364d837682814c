import t from 'tap';
import {
  changeOf,
  decimalOf,
  digitsOf,
  dueOf,
  likelyCash,
  minorOf,
  settlement,
  shares,
  typedMore,
} from '../../web/pos/bill/tender.js';
import { newestOf } from '../../web/pos/bill/newest.js';
import type { Bill } from '../../web/pos/shapes.js';

t.test('tender: what is on its way counts as paid', async (t) => {
  const bill = { payable: 100_000, paid: 20_000, status: 'partlyPaid' } as const;
  t.equal(dueOf(bill, []), 80_000);
  t.equal(dueOf(bill, [{ tender: 'upi', amount: 50_000 }]), 30_000);
  t.equal(dueOf(bill, [{ tender: 'cash', amount: 200_000 }]), 0, 'never less than nothing');
  t.equal(dueOf(bill, [{ tender: 'cash', amount: 50_000, settle: 40_000 }]), 40_000);
  t.equal(dueOf({ ...bill, status: 'cancelled' }, []), 0);
});

t.test('tender: the change is that of the last payment, confirmed or on its way', async (t) => {
  const payments = [{ change: 300 }, { change: 0 }] as Bill['payments'];
  const bill = { payable: 100_000, paid: 20_000, status: 'partlyPaid', payments } as const;
  t.equal(changeOf(bill, []), 0, 'not of one before');
  t.equal(changeOf(bill, [{ tender: 'cash', amount: 90_000 }]), 10_000);
  const share = { tender: 'cash', amount: 50_000, settle: 46_200 } as const;
  t.equal(changeOf(bill, [share]), 3_800);
  t.equal(changeOf(bill, [share, { tender: 'cash', amount: 40_000 }]), 6_200);
  t.equal(changeOf(bill, [share, { tender: 'upi', amount: 33_800 }]), 0);
});

t.test('tender: only cash may be more than what is due', async (t) => {
  t.same(settlement('cash', 50_000, 43_600), { settled: 43_600, change: 6400, left: 0 });
  t.same(settlement('card', 20_000, 43_600), { settled: 20_000, change: 0, left: 23_600 });
  t.same(settlement('cash', 50_000, 138_600, 46_200), {
    settled: 46_200,
    change: 3_800,
    left: 92_400,
  });
  t.same(settlement('card', 50_000, 138_600, 46_200), { settled: 50_000, change: 0, left: 88_600 });
  t.equal(settlement('upi', 43_601, 43_600), 'tooMuch');
  t.equal(settlement('cash', 0, 43_600), 'none');
});

t.test('tender: guests hand over the amount, or the next notes', async (t) => {
  t.same(likelyCash(43_650, 'INR'), [43_650, 44_000, 45_000, 50_000]);
  t.same(likelyCash(50_000, 'INR'), [50_000, 60_000], 'an amount that is a note');
  t.same(likelyCash(0, 'INR'), []);
  t.same(likelyCash(1234, 'XXX'), [1234], 'notes that nobody knows');
});

t.test('tender: shares are whole units, differ by one at most, and add up', async (t) => {
  t.same(shares(114_500, 2, 100), [57_300, 57_200]);
  t.same(shares(100_000, 3, 100), [33_400, 33_300, 33_300]);
  t.same(shares(10_001, 3, 1), [3334, 3334, 3333]);
  t.same(shares(50, 2, 100), [50, 0], 'less than a unit is not shared');
  for (const [amount, parts, unit] of [
    [123_456, 7, 1],
    [999_900, 13, 100],
    [5, 4, 1],
    [123_456, 5, 100],
  ] as const) {
    const all = shares(amount, parts, unit);
    t.equal(all.length, parts);
    t.equal(
      all.reduce((sum, each) => sum + each, 0),
      amount,
      `${amount} by ${parts}`,
    );
  }
});

t.test('tender: a keypad types an amount, and nothing that is none', async (t) => {
  const type = (keys: string, digits = 2) =>
    [...keys].reduce((text, key) => typedMore(text, key, digits), '');
  t.equal(type('500'), '500');
  t.equal(type('12.50'), '12.50');
  t.equal(type('12.509'), '12.50', 'no more digits than the currency has');
  t.equal(type('.5'), '0.5');
  t.equal(type('1..5'), '1.5');
  t.equal(type('005'), '5');
  t.equal(type('12.5', 0), '125', 'a currency without a point has none');
  t.equal(type('1234567890123'), '123456789', 'no bill is longer');
});

t.test('tender: text becomes minor units and back, to the paisa', async (t) => {
  t.equal(minorOf('1234.56', 2), 123_456);
  t.equal(minorOf('1,234.5', 2), 123_450);
  t.equal(minorOf('0.07', 2), 7);
  t.equal(minorOf('500.', 2), 50_000);
  t.equal(minorOf('5.001', 2), null);
  t.equal(minorOf('', 2), null);
  t.equal(minorOf('12a', 2), null);
  t.equal(decimalOf(123_450, 2), '1234.50');
  t.equal(decimalOf(50_000, 2), '500');
  for (const minor of [0, 1, 99, 100, 43_650, 99_999_999]) {
    t.equal(minorOf(decimalOf(minor, 2), 2), minor);
  }
  t.equal(digitsOf('INR'), 2);
  t.equal(digitsOf('JPY'), 0);
});

t.test('bills: of a day, each as last known, the newest first', async (t) => {
  const bill = (id: string, rev: number, issuedAt: string, businessDay = '2026-11-21') =>
    ({ id, rev, issuedAt, businessDay }) as Bill;
  const all = [
    bill('a', 1, '2026-11-21T10:00:00.000Z'),
    bill('b', 1, '2026-11-21T11:00:00.000Z'),
    bill('a', 2, '2026-11-21T10:00:00.000Z'),
    bill('c', 1, '2026-11-20T11:00:00.000Z', '2026-11-20'),
  ];
  t.same(
    newestOf(all, '2026-11-21').map(({ id, rev }) => [id, rev]),
    [
      ['b', 1],
      ['a', 2],
    ],
  );
});
