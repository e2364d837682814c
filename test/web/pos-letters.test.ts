import t from 'tap';
import type { DeadLetter, Entry } from '../../client/outbox/entry.js';
import { type DraftLine, newLineOf } from '../../web/pos/order/draft.js';
import { lettersOf, lostLines } from '../../web/pos/outbox/letters.js';

const line = (id: string): DraftLine => ({
  ...{ id, itemId: 'naan', variantId: null, modifierIds: [], quantity: 1 },
  ...{ note: null, course: null, seat: null },
});
const entry = (id: string, type: Entry['type'], body: object): Entry =>
  ({ id, type, body, place: 1, at: '', by: null, keys: [] }) as unknown as Entry;
const letter = (one: Entry, cause: string | null = null): DeadLetter => ({
  entry: one,
  reason: cause === null ? 'refused' : 'orphaned',
  problem: null,
  cause,
  at: '',
});

t.test(
  'letters: a refused order comes with what hung on it, and gives its lines back',
  async (t) => {
    const create = letter(
      entry('1', 'order.create', {
        id: 'MINE',
        type: 'dineIn',
        tableId: 't4',
        lines: [newLineOf(line('a'))],
      }),
    );
    const add = letter(
      entry('2', 'order.addLines', { orderId: 'MINE', lines: [newLineOf(line('b'))] }),
      '1',
    );
    const send = letter(entry('3', 'order.send', { orderId: 'MINE' }), '1');
    const [first, ...others] = lettersOf([create, add, send]);
    t.same(others, []);
    t.same(first?.orphans, [add, send]);
    if (!first) return;
    const lost = lostLines(
      first,
      () => 'THEIRS',
      () => 'new',
    );
    t.same(
      lost[0]?.place,
      { at: 'order', orderId: 'THEIRS', type: 'dineIn' },
      'at the table it was for',
    );
    t.same(lost[1]?.place, lost[0]?.place, 'what was added to it goes there too');
    t.same(
      lost.map(({ refused }) => refused),
      ['MINE', null],
    );
    t.same(
      lost.flatMap(({ lines }) => lines.map(({ id }) => id)),
      ['a', 'b'],
      'by the ids they had',
    );
    t.same(
      lostLines(
        first,
        () => null,
        () => 'new',
      )[0]?.place,
      { at: 'table', tableId: 't4' },
    );
  },
);

t.test('letters: lines and their send, refused one after the other, are one', async (t) => {
  const body = { orderId: 'PAID', lines: [newLineOf(line('a'))] };
  const add = letter(entry('1', 'order.addLines', body));
  const send = letter({ ...entry('2', 'order.send', { orderId: 'PAID' }), place: 2 });
  const other = letter({ ...entry('3', 'order.send', { orderId: 'OTHER' }), place: 3 });
  t.same(lettersOf([add, send, other]), [
    { dead: add, orphans: [send] },
    { dead: other, orphans: [] },
  ]);
});

t.test('letters: one whose cause was dealt with stands by itself', async (t) => {
  const orphan = letter(entry('2', 'order.send', { orderId: 'X' }), '1');
  t.same(lettersOf([orphan]), [{ dead: orphan, orphans: [] }]);
});
