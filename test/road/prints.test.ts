import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { AuditEntry } from '../../src/domain/shapes/audit.js';
import type { Bill, BillPrint } from '../../src/domain/shapes/bill.js';
import { Kotd } from '../kotd.js';
import { Restaurant } from '../restaurant.js';
import { Socket } from '../socket.js';
import { givePin, paired, person, PIN, type Tokens, tryPin } from '../terminals.js';

const kotd = await Kotd.start({ KOTD_WORKERS: '2' });
t.teardown(() => kotd.remove());
const place = await Restaurant.open(kotd.url);

async function billed(): Promise<Bill> {
  const order = await place.order();
  return await place.do<Bill>('POST', `/orders/${order.id}/bill`, { send: true });
}

async function papersOf(bill: Bill): Promise<BillPrint[]> {
  return (await place.do<{ data: BillPrint[] }>('GET', `/bills/${bill.id}/prints`)).data;
}

t.test('print: who printed it, when and on which device, and which copy it is', async (t) => {
  const bill = await billed();
  const till = await paired(place);
  const cashierId = await givePin(place, 'cashier');
  const { body: cashier } = await tryPin(place, till, cashierId, PIN);
  const print = ({ accessToken: token }: Pick<Tokens, 'accessToken'>) =>
    place.api.expect<BillPrint>(201, 'POST', `/outlets/${place.outlet}/bills/${bill.id}/prints`, {
      token,
      body: {},
    });
  const first = await print(cashier);
  t.match(first, { billId: bill.id, copy: 1, by: cashierId, deviceId: till.device.id, at: String });
  const waiter = await person(place, 'waiter');
  const again = await print({ accessToken: place.tokens.waiter });
  t.match(again, { copy: 2, by: waiter.id, deviceId: null });
  t.strictSame(await papersOf(bill), [first, again]);
  const { data } = await place.do<{ data: AuditEntry[] }>('GET', '/audit?limit=2');
  t.match(
    data.filter(({ action }) => action === 'bill.printed'),
    [{ actor: waiter.id, subject: { id: bill.id }, details: { copy: 2, deviceId: null } }],
    'a duplicate is in the audit, a first paper is not',
  );
  t.strictSame(await place.do<Bill>('GET', `/bills/${bill.id}`), bill, 'the bill is as it was');
});

t.test('print: two terminals at once print copies 1 and 2, never two firsts', async (t) => {
  const sockets = await Promise.all(
    (['waiter', 'cashier', 'manager', 'owner'] as const).map((role) =>
      Socket.open(kotd.url, place, role, ['bills']),
    ),
  );
  t.teardown(() => {
    for (const socket of sockets) socket.close();
  });
  for (let round = 0; round < 8; round++) {
    const bill = await billed();
    const [one, two] = [sockets[round % 4], sockets[(round + 1) % 4]];
    const answers = await Promise.all(
      [one, two].map((socket) => socket?.command<BillPrint>('bill.print', { billId: bill.id })),
    );
    t.strictSame(answers.map((answer) => answer?.result?.copy).sort(), [1, 2], `round ${round}`);
  }
  const bill = await billed();
  const many = await Promise.all(
    Array.from({ length: 20 }, () =>
      place.try<BillPrint>('POST', `/bills/${bill.id}/prints`, {
        body: {},
        headers: { connection: 'close' },
      }),
    ),
  );
  t.strictSame(
    many.map(({ body }) => body.copy).sort((a, b) => a - b),
    Array.from({ length: 20 }, (_, i) => i + 1),
    'twenty at once over two workers',
  );
  t.equal((await papersOf(bill)).length, 20);
});

t.test('print: the same command twice is one paper, and every till hears of it', async (t) => {
  const bill = await billed();
  const [till, other] = await Promise.all([
    Socket.open(kotd.url, place, 'waiter', ['bills']),
    Socket.open(kotd.url, place, 'cashier', ['floor', 'bills']),
  ]);
  t.teardown(() => [till, other].map((socket) => socket.close()));
  const id = randomUUID();
  const body = { billId: bill.id };
  const first = await till.command<BillPrint>('bill.print', body, id);
  till.frames.length = 0;
  const repeat = await till.command<BillPrint>('bill.print', body, id);
  t.strictSame(repeat.result, first.result);
  t.match(await other.next(({ type }) => type === 'bill.printed'), {
    data: { print: first.result },
  });
  t.equal((await papersOf(bill)).length, 1);
});

t.test(
  'print: a bill that is paid or cancelled goes to paper as well, what is none does not',
  async (t) => {
    const paid = await billed();
    await place.do('POST', `/bills/${paid.id}/payments`, { tender: 'upi', amount: paid.payable });
    t.match(await place.do('POST', `/bills/${paid.id}/prints`, {}), { copy: 1 });
    const undone = await billed();
    await place.do('POST', `/bills/${undone.id}/cancel`, { reason: 'wrong guest' });
    t.match(await place.do('POST', `/bills/${undone.id}/prints`, {}), { copy: 1 });
    t.match(await place.try('POST', '/bills/no/prints', { body: {} }), { status: 404 });
    t.match(await place.try('GET', '/bills/no/prints'), { status: 404 });
    t.match(await place.try('POST', `/bills/${paid.id}/prints`, { body: {} }, 'kitchen'), {
      status: 403,
    });
  },
);
