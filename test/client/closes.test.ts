import t from 'tap';
import { afterEnding } from '../../client/closes.js';
import { CLOSES, type CloseReason, reconnects } from '../../src/realtime/closes.js';

function ending(reason: CloseReason, reconnectAfterMs: number | null, welcomed = true) {
  const [code] = CLOSES[reason];
  const bye = { t: 'bye' as const, code, reason, reconnectAfterMs };
  return { code, bye, problem: null, welcomed };
}

t.test('closes: whoever may come back does, after as long as the server asked', async (t) => {
  const back = (Object.keys(CLOSES) as CloseReason[]).filter((one) => reconnects(CLOSES[one][0]));
  t.ok(back.length >= 4);
  for (const reason of back) {
    t.strictSame(afterEnding(ending(reason, 777), 0, 0.5), { inMs: 777, renew: false }, reason);
  }
  t.equal(afterEnding(ending('draining', 100), 5, 1)?.inMs, 16_000, 'later where it keeps failing');
  t.equal(afterEnding(ending('draining', 40_000), 50, 1)?.inMs, 40_000);
});

t.test('closes: a hello that would be refused again is not sent again', async (t) => {
  t.equal(afterEnding(ending('forbidden', null), 0, 0.5), null);
  t.equal(afterEnding(ending('not_found', null), 0, 0.5), null);
  t.equal(afterEnding(ending('hello_expected', null, false), 0, 0.5), null);
  t.equal(afterEnding(ending('bad_frame', null, false), 0, 0.5), null);
});

t.test('closes: what another hello mends is tried', async (t) => {
  t.match(afterEnding(ending('unauthenticated', null, false), 0, 0.5), { renew: true });
  t.match(afterEnding(ending('token_expired', null), 0, 0.5), { renew: true });
  t.match(afterEnding(ending('hello_timeout', null, false), 0, 0.5), { renew: false });
  t.match(afterEnding(ending('bad_frame', null), 0, 0.5), { renew: false }, 'the hello was good');
});

t.test('closes: a flood is waited out, also when the goodbye got lost', async (t) => {
  t.equal(afterEnding(ending('flooding', 90_000), 0, 0)?.inMs, 90_000);
  const lost = { code: 4429, bye: null, problem: null, welcomed: true };
  t.equal(afterEnding(lost, 0, 0)?.inMs, 60_000);
});

t.test('closes: a line that broke is tried again, each time up to twice as late', async (t) => {
  const broken = { code: 1006, bye: null, problem: null, welcomed: false };
  t.strictSame(
    [0, 1, 2, 3].map((failures) => afterEnding(broken, failures, 1)?.inMs),
    [500, 1_000, 2_000, 4_000],
  );
});
