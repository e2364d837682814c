import fc from 'fast-check';
import t from 'tap';
import { Lru } from '../../src/cache/lru.js';

t.test('lru: the oldest goes first, unless it was used', async (t) => {
  const lru = new Lru<number>({ entries: 2, bytes: 100 });
  lru.set('a', 1, 1);
  lru.set('b', 2, 1);
  t.equal(lru.get('a'), 1);
  lru.set('c', 3, 1);
  t.same([lru.get('a'), lru.get('b'), lru.get('c')], [1, undefined, 3]);
});

t.test('lru: bytes are a bound too, and what is larger than it is not kept', async (t) => {
  const lru = new Lru<number>({ entries: 10, bytes: 10 });
  lru.set('a', 1, 4);
  lru.set('b', 2, 4);
  lru.set('c', 3, 4);
  t.same([lru.get('a'), lru.get('b'), lru.get('c')], [undefined, 2, 3]);
  lru.set('b', 4, 11);
  t.same([lru.get('b'), lru.get('c'), lru.bytes], [undefined, 3, 4]);
});

t.test('lru: never above its bounds, and forgets no more than it must', async () => {
  const step = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    bytes: fc.nat(6),
    act: fc.nat(9),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const bounds = { entries: 3, bytes: 10 };
      const lru = new Lru<number>(bounds);
      /** The next to go first. */
      let model: { name: string; value: number; bytes: number; used: boolean }[] = [];
      const sum = () => model.reduce((bytes, each) => bytes + each.bytes, 0);
      steps.forEach(({ key, bytes, act }, at) => {
        const found = model.find(({ name }) => name === key);
        if (act > 0 && act < 5) {
          if (lru.get(key) !== found?.value) throw new Error('another value');
          if (found) found.used = true;
        } else {
          model = model.filter((each) => each !== found);
          if (act === 0) lru.delete(key);
          else lru.set(key, at, bytes);
          if (act > 0 && bytes <= bounds.bytes) {
            while (model.length >= bounds.entries || sum() + bytes > bounds.bytes) {
              const [oldest, ...rest] = model;
              model = oldest?.used ? [...rest, { ...oldest, used: false }] : rest;
            }
            model.push({ name: key, value: at, bytes, used: false });
          }
        }
        if (lru.bytes !== sum() || lru.entries !== model.length) throw new Error('other bounds');
      });
    }),
  );
});
