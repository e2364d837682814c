import t from 'tap';
import { newId } from '../../src/handlers/ids.js';

t.test(
  'newId: more than a millisecond has room for, all of them different and in order',
  async (t) => {
    const now = Date.now;
    t.teardown(() => {
      Date.now = now;
    });
    Date.now = () => 1_800_000_000_000;
    const before = newId();
    t.match(before, /^[0-9A-HJKMNP-TV-Z]{26}$/);
    let last = before;
    let ascending = true;
    for (let i = 0; i < 1_200_000; i++) {
      const id = newId();
      ascending &&= id > last;
      last = id;
    }
    t.ok(ascending, 'each is greater than the one before');
    t.not(last.slice(0, 10), before.slice(0, 10), 'the next millisecond was taken as well');
    Date.now = () => 1_700_000_000_000;
    t.ok(newId() > last, 'also when the clock is set back');
    Date.now = now;
  },
);

t.test('newId: what follows the time is not the same in two milliseconds', async (t) => {
  const now = Date.now;
  t.teardown(() => {
    Date.now = now;
  });
  const ends = new Set<string>();
  for (let i = 1; i <= 1000; i++) {
    Date.now = () => 1_900_000_000_000 + i;
    ends.add(newId().slice(10, 22));
  }
  t.equal(ends.size, 1000);
});
