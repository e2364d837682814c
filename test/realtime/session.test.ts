import t from 'tap';
import { FOREIGN, House, OUTLET } from './house.js';
import { Client, handshake } from './client.js';

t.test('hello: welcome, then a reset with what is open, then the position', async (t) => {
  const house = await House.open(t);
  await house.run('order.create', { id: 'open' });
  await house.run('order.create', { id: 'gone' });
  await house.run('order.pay', { id: 'gone' });
  await house.run('ticket.create', { id: 'k1', of: 'grill' });
  await house.run('bill.create', { id: 'b1' });

  const client = await house.enter(['floor', 'bills']);
  const welcome = await client.need('welcome');
  t.match(welcome, { seq: 5, heartbeatMs: 3000, limits: { commandsAtOnce: 64 } });
  const reset = await client.need('reset');
  t.match(reset, { epoch: welcome.epoch, seq: 5 });
  const { orders, tickets, tables, bills } = reset.snapshot;
  t.strictSame(
    [orders, tickets, tables, bills].map((list) => list.map(({ id }) => id)),
    [['open'], ['k1'], ['t1'], ['b1']],
  );
  t.match(await client.need('pos'), { epoch: welcome.epoch, seq: 5, head: 5 });
  t.strictSame(
    client.frames.map((frame) => frame.t),
    ['welcome', 'reset', 'pos'],
  );
});
