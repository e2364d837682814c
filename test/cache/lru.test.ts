import fc from 'fast-check';
import t from 'tap';
import { Lru } from '../../src/cache/lru.js';

t.test('lru: the least recently used goes first', async (t) => {
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
      /** Least recently used first. */
      let model: [key: string, value: number, bytes: number][] = [];
      steps.forEach(({ key, bytes, act }, at) => {
        const found = model.find(([name]) => name === key);
        model = model.filter(([name]) => name !== key);
        if (act === 0) lru.delete(key);
        else if (act < 5) {
          if (lru.get(key) !== found?.[1]) throw new Error('another value');
          if (found) model.push(found);
        } else {
          lru.set(key, at, bytes);
          if (bytes <= bounds.bytes) model.push([key, at, bytes]);
          const size = () => model.reduce((sum, [, , each]) => sum + each, 0);
          while (model.length > bounds.entries || size() > bounds.bytes) model.shift();
        }
        const size = model.reduce((sum, [, , each]) => sum + each, 0);
        if (lru.bytes !== size || lru.entries !== model.length) throw new Error('other bounds');
      });
    }),
  );
});
