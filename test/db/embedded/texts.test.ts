import fc from 'fast-check';
import t from 'tap';
import { Texts } from '../../../src/db/embedded/texts.js';
import { event, order, ticket } from '../documents.js';

t.test('texts: are what JSON.stringify gives, whatever is remembered', async (t) => {
  const value = fc.anything({ withDate: true, withNullPrototype: true, withUnicodeString: true });
  fc.assert(
    fc.property(value, fc.dictionary(fc.string(), value), (inner, document) => {
      const texts = new Texts();
      t.equal(texts.document(document), JSON.stringify(document));
      const whole = { inner, document, deep: [{ a: [{ b: [{ c: [document] }] }] }, document] };
      return texts.of(whole) === JSON.stringify(whole) && texts.of(inner) === JSON.stringify(inner);
    }),
    { numRuns: 500 },
  );
});

t.test('texts: a document in its event and in an answer is made into text once', async (t) => {
  const texts = new Texts();
  const made = order('order-1');
  texts.document(made);
  let looked = 0;
  Object.defineProperty(made, 'lines', { enumerable: true, get: () => looked++ });
  texts.of({ seq: 1, ...event('order.created', { order: made }) });
  texts.of({ answer: { status: 200, body: { order: made, tickets: [ticket('ticket-1')] } } });
  t.equal(looked, 0);
});
