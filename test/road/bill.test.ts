import t from 'tap';
import type { Bill, DayReport } from '../../src/domain/shapes/bill.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { OrderAndTickets } from '../../src/domain/shapes/ticket.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';

const kotd = await Kotd.start();
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);

async function billed(quantities: readonly number[]): Promise<Bill> {
  const order = await place.do<Order>('POST', '/orders', {
    type: 'takeaway',
    lines: quantities.map((quantity, i) => ({ itemId: place.items[i]?.id, quantity })),
  });
  return await place.do<Bill>('POST', `/orders/${order.id}/bill`, { send: true });
}

t.test('a bill worked by hand: 5 %, 18 % and 5 % inclusive, odd paise', async (t) => {
  // Dal 260.00 x 3 = 780.00; half of 5 % = 19.50 each: tax 39.00
  // Thali 649.05 x 1; half of 18 % = 58.4145 -> 58.41 each: tax 116.82
  // Lassi 110.01 x 1, tax inside: half = 110.01 x 250 / 10,500 = 2.61928… -> 2.62 each: tax 5.24, taxable 104.77
  const bill = await billed([3, 1, 1]);
  t.same(
    bill.lines.map(({ taxable, tax }) => [taxable, tax]),
    [
      [78_000, 3_900],
      [64_905, 11_682],
      [10_477, 524],
    ],
  );
  t.match(bill, { subtotal: 153_382, tax: 16_106, rounding: 0, payable: 169_488 });
  t.same(
    bill.taxes.map(({ name, rate, taxable, amount }) => [name, rate, taxable, amount]),
    [
      ['CGST', 250, 88_477, 2_212],
      ['SGST', 250, 88_477, 2_212],
      ['CGST', 900, 64_905, 5_841],
      ['SGST', 900, 64_905, 5_841],
    ],
  );
  t.match(bill.invoiceNumber, /^[A-Z0-9/-]{1,16}$/);
});

t.test('payments: several tenders, change for cash only, closed by the last', async (t) => {
  const table = place.tables[0];
  const order = await place.order(table);
  const { tickets } = await place.do<OrderAndTickets>('POST', `/orders/${order.id}/send`, {});
  t.equal(tickets.length, 2);
  const bill = await place.do<Bill>('POST', `/orders/${order.id}/bill`, {}, 'waiter');
  const late = await place.try('POST', `/orders/${order.id}/lines`, {
    body: { lines: [{ itemId: place.items[0]?.id, quantity: 1 }] },
  });
  t.match(late, { status: 409, body: { code: 'order_not_open' } });

  const pay = (tender: string, amount: number) =>
    place.try<Bill>('POST', `/bills/${bill.id}/payments`, { body: { tender, amount } }, 'cashier');
  t.match(await pay('card', bill.payable + 1), { status: 422, body: { code: 'amount_above_due' } });
  t.match((await pay('upi', 10_000)).body, { status: 'partlyPaid', paid: 10_000, change: 0 });
  const share = { tender: 'cash', amount: 10_000, settle: 9_500 };
  const shared = await place.try(
    'POST',
    `/bills/${bill.id}/payments`,
    { body: { ...share, tender: 'upi' } },
    'cashier',
  );
  t.match(shared, { status: 422, body: { code: 'invalid', errors: [{ pointer: '/settle' }] } });
  t.match(await place.do('POST', `/bills/${bill.id}/payments`, share, 'cashier'), {
    status: 'partlyPaid',
    paid: 19_500,
    change: 500,
  });
  const due = bill.payable - 19_500;
  t.match((await pay('cash', due + 777)).body, {
    status: 'paid',
    paid: bill.payable,
    change: 1_277,
  });
  t.match(await pay('cash', 1), { status: 409, body: { code: 'bill_paid' } });
  t.match(await place.do('GET', `/orders/${order.id}`), { status: 'paid' });
  const { data } = await place.do<{ data: { id: string; state: string; orderId: null }[] }>(
    'GET',
    '/tables',
  );
  t.match(
    data.find(({ id }) => id === table?.id),
    { state: 'free', orderId: null },
  );
  const revived = await place.try('POST', `/orders/${order.id}/cancel`, { body: { reason: 'no' } });
  t.match(revived, { status: 409, body: { code: 'order_not_open' } });
});

t.test('unsent lines refuse the bill, unless it sends them', async (t) => {
  const order = await place.order();
  const refused = await place.try('POST', `/orders/${order.id}/bill`, { body: {} });
  t.match(refused, { status: 409, body: { code: 'order_has_unsent_lines' } });
  await place.do<Bill>('POST', `/orders/${order.id}/bill`, { send: true });
  const { data } = await place.do<{ data: unknown[] }>('GET', `/orders/${order.id}/tickets`);
  t.equal(data.length, 2);
});

t.test(
  'sixty bills at once over two workers: numbers without gap or repeat; the report agrees',
  async (t) => {
    const bills = await Promise.all(
      Array.from({ length: 60 }, (_, i) => billed([1 + (i % 4), i % 3 || 1, 2])),
    );
    await Promise.all(
      bills.map(({ id, payable }, i) =>
        place.do('POST', `/bills/${id}/payments`, {
          tender: ['cash', 'card', 'upi'][i % 3],
          amount: i % 3 === 0 ? payable + 100 : payable,
        }),
      ),
    );
    const all: Bill[] = [];
    let cursor = '';
    const date = bills[0]?.businessDay ?? '';
    do {
      const path = `/bills?date=${date}&limit=17${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await place.do<{ data: Bill[]; nextCursor: string | null }>('GET', path);
      all.push(...page.data);
      cursor = page.nextCursor ?? '';
    } while (cursor);
    const numbers = all.map(({ invoiceNumber }) => Number(invoiceNumber.split('/').at(-1)));
    t.same(
      numbers.sort((a, b) => a - b),
      Array.from({ length: all.length }, (_, i) => i + 1),
    );

    const report = await place.do<DayReport>('GET', `/reports/day?date=${date}`);
    const sum = (amount: (bill: Bill) => number) =>
      all.reduce((total, bill) => total + amount(bill), 0);
    t.equal(report.bills.count, all.length);
    t.same(report.sales, {
      subtotal: sum((bill) => bill.subtotal),
      tax: sum((bill) => bill.tax),
      rounding: sum((bill) => bill.rounding),
      payable: sum((bill) => bill.payable),
    });
    const taken = report.tenders.reduce((total, { amount }) => total + amount, 0);
    t.equal(
      taken,
      sum((bill) => bill.paid),
      'net of change',
    );
    t.equal(
      report.taxes.reduce((total, { amount }) => total + amount, 0),
      report.sales.tax,
    );
    t.equal(
      report.items.reduce((total, { amount }) => total + amount, 0),
      report.sales.subtotal,
    );
  },
);

t.test('a price sent by a client is refused, and never read', async (t) => {
  const line = { itemId: place.items[0]?.id, quantity: 1, price: 1, unitPrice: 1 };
  const refused = await place.try('POST', '/orders', { body: { type: 'takeaway', lines: [line] } });
  t.match(refused, { status: 422, body: { code: 'invalid' } });
});

t.test(
  'orders:calculate: the totals of the order it describes, and an explanation that adds up',
  async (t) => {
    const body = {
      type: 'takeaway',
      lines: place.items.map(({ id }, i) => ({ itemId: id, quantity: i + 1 })),
    };
    const before = await place.do<{ last: number }>('GET', '/events?limit=1');
    const calculated = await place.do<{
      totals: Order['totals'];
      explanation: { lineId: string | null; amount: number }[];
    }>('POST', '/orders:calculate', body);
    const after = await place.do<{ last: number }>('GET', '/events?limit=1');
    t.equal(after.last, before.last, 'nothing is stored');
    const order = await place.do<Order>('POST', '/orders', body);
    t.same(calculated.totals, order.totals);
    t.equal(calculated.explanation.at(-1)?.amount, order.totals.payable);
  },
);
