import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { idMaker } from '../../client/ids.js';
import { newId } from '../../src/handlers/ids.js';
import { ChosenId } from '../../src/domain/shapes/primitives.js';

const form = new RegExp(ChosenId.pattern ?? 'no pattern');
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = (count: number) => new Uint8Array(randomBytes(count));

t.test('ids: they are as the server makes and takes them', async (t) => {
  t.match(newId(), form);
  const time = Date.parse('2026-11-20T14:00:00.000Z');
  const id = idMaker(() => time, bytes)();
  t.match(id, form);
  const digits = [...id.slice(0, 10)].map((digit) => DIGITS.indexOf(digit));
  t.equal(
    digits.reduce((sum, digit) => sum * 32 + digit, 0),
    time,
    'the time comes first',
  );
});

t.test('ids: those of one terminal sort as they were made, however the clock is set', async (t) => {
  const clocks = fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(clocks, (times) => {
      let at = 0;
      const make = idMaker(() => times[at++ % times.length] ?? 0, bytes);
      const ids = Array.from({ length: 200 }, make);
      t.strictSame(ids, ids.toSorted());
      t.equal(new Set(ids).size, ids.length);
      t.ok(ids.every((id) => form.test(id)));
    }),
    { numRuns: 20 },
  );
});

t.test('ids: whatever chance gives, there is room to count', async (t) => {
  const most = idMaker(
    () => 5,
    (count) => new Uint8Array(count).fill(255),
  );
  const ids = Array.from({ length: 5_000 }, most);
  t.strictSame(ids, ids.toSorted());
  t.equal(new Set(ids).size, ids.length);
});
