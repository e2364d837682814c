import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import t from 'tap';
import { KotdError } from '../../src/domain/errors.js';
import { bodyInput, merged, parameterNames, pathInput, QueryReader } from '../../src/http/input.js';

const reader = new QueryReader(
  Type.Object({ count: Type.Integer(), open: Type.Optional(Type.Boolean()), word: Type.String() }),
);

/** Runs it; what it throws must be a refusal. */
function refusedOr<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof KotdError) return null;
    throw error;
  }
}

t.test('input: whatever comes, it is read or refused', async () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => void refusedOr(() => bodyInput(bytes)),
    ),
  );
  fc.assert(fc.property(fc.string(), (search) => void refusedOr(() => reader.read(search))));
  fc.assert(fc.property(fc.string(), (raw) => void refusedOr(() => pathInput(['id'], [raw]))));
});

t.test('input: what was encoded is what is read', async () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), word, (count, open, word) => {
      const read = reader.read(
        new URLSearchParams({ count: `${count}`, open: `${open}`, word }).toString(),
      );
      return read.count === count && read.open === open && read.word === word;
    }),
  );
  fc.assert(fc.property(word, (id) => pathInput(['id'], [encodeURIComponent(id)]).id === id));
});

t.test('input: a number is one only in its plain form', async (t) => {
  const rows: [text: string, value: unknown][] = [
    ['7', 7],
    ['-7', -7],
    ['0', 0],
    ['07', '07'],
    ['+7', ' 7'],
    ['1e3', '1e3'],
    ['7.0', '7.0'],
    ['0x7', '0x7'],
    ['', ''],
    ['99999999999999999', '99999999999999999'],
  ];
  for (const [text, value] of rows) t.same(reader.read(`count=${text}`), { count: value }, text);
  t.same(reader.read('open=1&word=true'), { open: '1', word: 'true' });
  t.same(reader.read('word'), { word: '' });
  t.same(reader.read('&&word=a&'), { word: 'a' });
});

t.test('input: the names in a path, and a body beside it', async (t) => {
  t.same(parameterNames('/outlets/{outletId}/orders:calculate'), ['outletId']);
  t.same(parameterNames('/a/{b}/c/{d}'), ['b', 'd']);
  t.same(merged({ x: 1 }, { b: '2' }), { x: 1, b: '2' });
  t.throws(() => merged({ b: 1 }, { b: '2' }), { code: 'invalid', errors: [{ pointer: '/b' }] });
  t.throws(() => merged(bodyInput(Buffer.from('{"b":1}')), { b: '2' }), { code: 'invalid' });
});
