import t from 'tap';
import { ProblemError, Unreachable } from '../../client/problem.js';
import { refusalOf } from '../../web/state/refusal.js';
import { durationText, moneyText, waitOf } from '../../web/words/amounts.js';

/** Without the kinds of space that Intl puts between figure and currency. */
const plain = (text: string) => text.replace(/[\s\u200e\u200f]/g, ' ');

t.test('money: integers of minor units become text, to the paisa', async (t) => {
  t.equal(moneyText(123456, 'INR', 'en-IN'), '₹1,234.56');
  t.equal(moneyText(12345678901, 'INR', 'en-IN'), '₹12,34,56,789.01');
  t.equal(moneyText(5, 'INR', 'hi-IN'), '₹0.05');
  t.equal(moneyText(0, 'INR', 'en-IN'), '₹0.00');
  t.equal(moneyText(-50, 'GBP', 'en-GB'), '-£0.50');
  t.equal(plain(moneyText(100000, 'AED', 'en-AE')), 'AED 1,000.00');
  t.equal(
    moneyText(Number.MAX_SAFE_INTEGER, 'INR', 'en-IN'),
    '₹9,00,71,99,25,47,409.91',
    'exact as far as amounts go',
  );
});

t.test('durations: as a kitchen reads them', async (t) => {
  t.equal(durationText(0), '0:00');
  t.equal(durationText(61_999), '1:01');
  t.equal(durationText(3_599_000), '59:59');
  t.equal(durationText(3_729_000), '1:02:09');
  t.equal(durationText(-5_000), '0:00', 'a clock that is a little behind does not count down');
});

t.test('waits: counted in seconds, then told in minutes, and never too short', async (t) => {
  t.same(waitOf(0.2), { unit: 'seconds', n: 1 });
  t.same(waitOf(60), { unit: 'seconds', n: 60 });
  t.same(waitOf(90), { unit: 'seconds', n: 90 });
  t.same(waitOf(91), { unit: 'minutes', n: 2 });
  t.same(waitOf(3600), { unit: 'minutes', n: 60 });
});

t.test('refusals: how long to wait is read from the problem within the error', async (t) => {
  const problem = {
    ...{ type: '', title: '', detail: '', status: 429, retryable: true, traceId: '', errors: [] },
    ...{ code: 'pin_locked' as const, retryAfterSeconds: 480 },
  };
  t.same(refusalOf(new ProblemError(problem)), { code: 'pin_locked', retryAfterSeconds: 480 });
  t.same(refusalOf(problem), { code: 'pin_locked', retryAfterSeconds: 480 });
  t.same(refusalOf({ code: 'forbidden' }), { code: 'forbidden', retryAfterSeconds: null });
  for (const none of [new Unreachable('ask'), new Error('x'), null, undefined, 'x']) {
    t.equal(refusalOf(none), null, String(none));
  }
});
