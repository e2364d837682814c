import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import type { Part } from '../../../src/db/cursor.js';
import { KIND, after, keyOf, partsOf } from '../../../src/db/embedded/keys.js';

const units = fc.constantFrom(0, 1, 2, 0x61, 0x62, 0x7f, 0xff, 0x915, 0xd83c, 0xdf5b, 0xffff);
const text = fc.array(units, { maxLength: 6 }).map((codes) => String.fromCharCode(...codes));
const number = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 300 }));
const part: fc.Arbitrary<Part> = fc.oneof(text, text, number, fc.boolean(), fc.constant(null));
const parts = fc.array(part, { maxLength: 3 });

const isUnicode = (value: Part) => typeof value !== 'string' || !/\p{Surrogate}/u.test(value);
const rank = (value: Part) => {
  if (value === null) return 0;
  if (typeof value === 'number') return 1;
  return typeof value === 'string' ? 2 : 3;
};

function comparePart(a: Part, b: Part): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(String(b)));
  return Number(a) < Number(b) ? -1 : Number(a) > Number(b) ? 1 : 0;
}

function compare(a: readonly Part[], b: readonly Part[]): number {
  for (const [i, value] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    const order = comparePart(value, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

t.test('keys: the order of the bytes is the order of the parts', async (t) => {
  const unicode = parts.filter((list) => list.every(isUnicode));
  fc.assert(
    fc.property(unicode, unicode, (a, b) => {
      const order = Buffer.compare(keyOf(KIND.index, ...a), keyOf(KIND.index, ...b));
      return Math.sign(order) === Math.sign(compare(a, b));
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

t.test('keys: other parts give other keys, even of strings that are no Unicode', async (t) => {
  const same = (a: readonly Part[], b: readonly Part[]) =>
    a.length === b.length && a.every((value, i) => value === b[i]);
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      return keyOf(KIND.index, ...a).equals(keyOf(KIND.index, ...b)) === same(a, b);
    }),
    { numRuns: 5000 },
  );
  t.notOk(keyOf(KIND.document, '\ud800').equals(keyOf(KIND.document, '\udc00')));
  t.notOk(keyOf(KIND.document, '\ud800').equals(keyOf(KIND.document, '\ufffd')));
});

t.test('keys: give back the parts that they were made of', async (t) => {
  fc.assert(
    fc.property(parts, (list) => {
      const found = partsOf(keyOf(KIND.index, ...list));
      // The order knows no negative zero.
      return isDeepStrictEqual(
        found,
        list.map((value) => (value === 0 ? 0 : value)),
      );
    }),
    { numRuns: 5000 },
  );
  t.pass();
});

t.test('keys: what begins with the same parts lies between the key and after it', async (t) => {
  fc.assert(
    fc.property(parts, parts, (prefix, rest) => {
      const key = keyOf(KIND.index, ...prefix, ...rest);
      const first = keyOf(KIND.index, ...prefix);
      return Buffer.compare(first, key) <= 0 && Buffer.compare(key, after(first)) < 0;
    }),
  );
  t.pass();
});

t.test(
  'keys: names of 120 and ids of 64 characters of any script fit; more is refused',
  async (t) => {
    const id = '🍛'.repeat(32);
    for (const name of ['क'.repeat(120), '\u0000'.repeat(120), '🍛'.repeat(60)]) {
      t.ok(keyOf(KIND.index, 'menuItem', 'byName', id, id, name, id));
    }
    for (const size of [2000, 100_000]) {
      for (const long of ['a', '\u0000', 'क', '\ud800'].map((unit) => unit.repeat(size))) {
        t.throws(() => keyOf(KIND.document, long), { code: 'invalid' });
      }
    }
  },
);
