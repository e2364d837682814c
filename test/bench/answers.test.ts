import t from 'tap';
import { answerOf } from '../../bench/load/answers.js';

const order = { id: 'ORDER-1', rev: 2, lines: [{ id: 'LINE-1', note: 'n'.repeat(300) }] };

t.test('answers: the frame of kotd, with places for the ids', async (t) => {
  const text = JSON.stringify({ t: 'ack', id: 'CMD-1', result: order, seq: 7 });
  const { ack, event, writes } = answerOf('order.addLines', text, false);
  t.equal(ack, text.replace('CMD-1', '%ID%').replace('ORDER-1', '%ORDER%'));
  t.equal(event, null, 'nobody hears');
  const length = JSON.stringify(order).length;
  t.equal(writes[0], length, 'the order itself');
  t.equal(writes.filter((bytes) => bytes > length).length, 2, 'its event, and the kept answer');
});

t.test('answers: what a screen hears is the ticket, else the order', async (t) => {
  const ticket = { id: 'TICKET-1', orderId: 'ORDER-1' };
  const sent = { t: 'ack', id: 'CMD-1', result: { order, tickets: [ticket] }, seq: 9 };
  const told = answerOf('order.send', JSON.stringify(sent), true);
  t.match(told.event, '"type":"ticket.created"');
  t.match(told.event, '"orderId":"%ORDER%"');
  const made = { t: 'ack', id: 'CMD-2', result: order, seq: 1 };
  const created = answerOf('order.create', JSON.stringify(made), true);
  t.match(created.event, '"type":"order.created"');
  t.match(created.event, '"seq":1,"prev":0');
});
