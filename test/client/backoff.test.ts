import t from 'tap';
import { backoff, FIRST_WAIT_MS, LONGEST_WAIT_MS } from '../../client/backoff.js';

t.test('backoff: anything up to a bound that doubles', async (t) => {
  t.strictSame(
    [1, 2, 3, 4, 7, 8, 50, 5_000].map((failures) => backoff(failures, 0.999_999)),
    [500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000, 30_000],
  );
  t.equal(backoff(3, 0), 0, 'full jitter begins at nothing');
  t.equal(backoff(3, 0.5), FIRST_WAIT_MS * 2);
  t.equal(backoff(0, 1), FIRST_WAIT_MS);
  t.ok(backoff(20, 1) <= LONGEST_WAIT_MS);
});
