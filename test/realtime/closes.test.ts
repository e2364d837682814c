import t from 'tap';
import { ERRORS, type ErrorCode } from '../../src/domain/errors.js';
import {
  CLOSES,
  type CloseReason,
  closeReasonOf,
  reconnectAfterMs,
  reconnects,
} from '../../src/realtime/closes.js';

const reasons = Object.keys(CLOSES) as CloseReason[];

/** Terminals act on these numbers: a change here breaks those in the field. */
const AGREED: Record<CloseReason, [code: number, reconnects: boolean]> = {
  draining: [4000, true],
  slow: [4008, true],
  behind: [4009, true],
  trouble: [4011, true],
  bad_frame: [4400, false],
  hello_expected: [4400, false],
  unauthenticated: [4401, false],
  token_expired: [4401, false],
  forbidden: [4403, false],
  not_found: [4404, false],
  hello_timeout: [4408, false],
  flooding: [4429, false],
};

t.test('closes: each reason has its code, and the code says whether to come back', async (t) => {
  t.strictSame(reasons.sort(), Object.keys(AGREED).sort());
  for (const reason of reasons) {
    const [code] = CLOSES[reason];
    t.strictSame([code, reconnects(code)], AGREED[reason], reason);
    t.ok(Buffer.byteLength(reason) <= 123, `${reason} fits into a close frame`);
  }
});

t.test('closes: who may come back is told when, spread over a span', async (t) => {
  for (const reason of reasons) {
    const [code, span] = CLOSES[reason];
    const [first, last] = [reconnectAfterMs(reason, 0), reconnectAfterMs(reason, 1)];
    if (reconnects(code)) t.ok(span, `${reason} says when`);
    if (span) t.strictSame([first, last], [...span], reason);
    else t.strictSame([first, last], [null, null], reason);
    if (span) t.ok(span[1] >= 2 * span[0], `${reason} is spread`);
  }
});

t.test('closes: codes of other ranges, as after a cut, are for reconnecting', async (t) => {
  for (const code of [1001, 1005, 1006, 1011, 4000, 4399, 4500]) t.equal(reconnects(code), true);
  for (const code of [4400, 4499]) t.equal(reconnects(code), false);
});

t.test('closes: every refusal leads to a close; what may pass leads to a resume', async (t) => {
  for (const [code, [, , retryable]] of Object.entries(ERRORS)) {
    const reason = closeReasonOf(code as ErrorCode);
    if (retryable) t.ok(reconnects(CLOSES[reason][0]), `${code} is ${reason}`);
  }
  t.equal(closeReasonOf('malformed_frame'), 'bad_frame');
  t.equal(closeReasonOf('internal'), 'trouble');
});
