import t from 'tap';
import { RollCall } from '../../src/redis/roll-call.js';

const SELF = { box: 'self', start: '1' };

function newCall() {
  const time = { now: 0 };
  const call = new RollCall(SELF, () => time.now);
  const probe = (box: string, start = 'x') =>
    call.heard({ kind: 'probe', box, start, seq: 1, body: '' });
  /** A probe of this box that comes back at once. */
  const own = () => call.heard(call.next());
  return { time, call, probe, own };
}

t.test('roll call: nothing is proved before the first probe is back', async (t) => {
  const { time, call } = newCall();
  t.notOk(call.complete());
  const probe = call.next();
  time.now = 40;
  call.heard(probe);
  t.ok(call.complete());
  t.equal(call.roundTripMs, 40);
  time.now = 751;
  t.notOk(call.complete(), 'it was sent 751 ms ago');
  call.heard(probe);
  t.notOk(call.complete(), 'and counts only once');
});

t.test('roll call: every known box must be heard, until it says goodbye', async (t) => {
  const { time, call, probe, own } = newCall();
  own();
  probe('other');
  t.equal(call.others, 1);
  time.now = 1001;
  own();
  t.notOk(call.complete(), 'the other one is silent');
  call.left({ box: 'other', start: 'an older start' });
  t.notOk(call.complete());
  call.left({ box: 'other', start: 'x' });
  t.ok(call.complete());
  t.equal(call.others, 0);
});

t.test(
  'roll call: a box that was killed is missed for ten minutes, or until it is back',
  async (t) => {
    const { time, call, probe, own } = newCall();
    probe('killed');
    probe('lost');
    time.now = 2000;
    own();
    probe('killed', 'its next start');
    t.notOk(call.complete());
    time.now = 600_000;
    own();
    probe('killed', 'its next start');
    t.notOk(call.complete(), 'one is still missed');
    time.now = 600_001;
    t.ok(call.complete());
    t.equal(call.others, 1);
  },
);
