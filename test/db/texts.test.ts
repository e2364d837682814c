import fc from 'fast-check';
import t from 'tap';
import { Texts } from '../../src/db/texts.js';
import type { Event } from '../../src/domain/decision.js';

const document = fc.dictionary(fc.string(), fc.jsonValue());

function eventOf(data: Event['data']): Event {
  return { seq: 7, type: 'order.created', at: '2026-11-21T12:00:00.000Z', actor: 'asha', data };
}

t.test('texts: whatever is made of known parts reads as JSON.stringify writes it', async (t) => {
  fc.assert(
    fc.property(document, document, fc.jsonValue(), (order, ticket, other) => {
      const texts = new Texts();
      const events = [eventOf({ order }), eventOf({ ticket, other, gone: undefined })];
      texts.document(order);
      texts.document(ticket);
      for (const event of events) texts.event(event);
      const wholes = [
        ...[order, ...events, { epoch: 'e', events }, { t: 'ev', data: events[1]?.data }],
        { status: 201, body: { order, tickets: [ticket, undefined, other] }, none: undefined },
        [[[[[order]]]]],
      ];
      for (const whole of wholes) t.equal(texts.of(whole), JSON.stringify(whole));
    }),
  );
});

t.test('texts: a document is written once, whoever asks', async (t) => {
  let written = 0;
  const toJSON = () => `written ${++written}`;
  const order = { toJSON };
  const texts = new Texts();
  texts.document(order);
  const event = eventOf({ order });
  texts.event(event);
  for (const whole of [order, event, { body: order }, [event, event]]) texts.of(whole);
  t.equal(written, 1);
});

t.test('texts: what is no JSON is null, as within a list', async (t) => {
  const texts = new Texts();
  texts.document({});
  t.same(
    [texts.of(undefined), texts.of(null), texts.of(1.5), texts.of('₹')],
    ['null', 'null', '1.5', '"₹"'],
  );
});
