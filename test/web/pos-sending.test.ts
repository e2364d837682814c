import t from 'tap';
import { isSlow, sendingNow } from '../../web/pos/outbox/sending.js';

const at = (waiting: number, now = 0, isCut = false) => ({ waiting, isCut, now });

t.test('sending: nothing is, while nothing waits or nobody can be reached', async (t) => {
  t.equal(sendingNow(null, at(0)), null);
  t.equal(sendingNow(null, at(1000, 0, true)), null);
  t.equal(sendingNow({ total: 9, left: 3, since: 0 }, at(3, 0, true)), null);
  t.equal(sendingNow({ total: 9, left: 1, since: 0 }, at(0)), null);
});

t.test('sending: what was answered counts on, and what comes on top as well', async (t) => {
  const begun = sendingNow(null, at(1000, 50));
  t.same(begun, { total: 1000, left: 1000, since: 50 });
  const later = sendingNow(begun, at(800, 60));
  t.same(later, { total: 1000, left: 800, since: 50 });
  t.same(sendingNow(later, at(802, 70)), { total: 1002, left: 802, since: 50 });
});

t.test('sending: a word is said when it takes long, not when somebody is quick', async (t) => {
  const begun = { total: 2, left: 2, since: 0 };
  t.notOk(isSlow(begun, -60_000, 1000), 'it has just begun, however old the commands are');
  t.ok(isSlow(begun, -60_000, 3001));
  t.notOk(isSlow(begun, 59_000, 60_000), 'there is always something new, and never anything old');
});
