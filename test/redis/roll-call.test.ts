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
  time.now = 250;
  call.next();
  time.now = 750;
  t.ok(call.complete());
  time.now = 751;
  t.notOk(call.complete(), 'the next one has been away for 501 ms');
  call.heard(probe);
  t.notOk(call.complete(), 'and counts only once');
});

t.test('roll call: a pause of the process itself is no silence, and hides none', async (t) => {
  const { time, call, own } = newCall();
  own();
  time.now = 20_000;
  t.ok(call.complete(), 'what was never sent cannot come back');
  const unanswered = call.next();
  t.ok(call.complete());
  time.now = 40_000;
  t.notOk(call.complete());
  call.next();
  t.notOk(call.complete(), 'not even when the old one is given up');
  call.heard(unanswered);
  t.notOk(call.complete());
  t.equal(call.unheardMs, 20_000);
  own();
  t.ok(call.complete(), 'a later one proves as much');
  t.equal(call.unheardMs, 0);
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

t.test('roll call: what was not proved must be proved for a while', async (t) => {
  const { time, call } = newCall();
  /** Probes and looks every 250 ms; answers what was seen of the bus. */
  const seen = (forMs: number, answers: () => boolean) => {
    const found = new Set<boolean>();
    for (const end = time.now + forMs; time.now < end; time.now += 250) {
      const probe = call.next();
      if (answers()) call.heard(probe);
      found.add(call.proves());
    }
    return [...found];
  };
  t.same(
    seen(2000, () => true),
    [false],
  );
  t.same(
    seen(5000, () => true),
    [true],
  );
  call.lost();
  t.notOk(call.proves(), 'what came while the connection was away is missing');
  t.same(
    seen(2000, () => true),
    [false],
  );
  t.ok(call.proves());
  let turn = 0;
  t.same(
    seen(60_000, () => ++turn % 6 === 0).slice(0, 2),
    [true, false],
    'probes that are now and then in time',
  );
  t.same(
    seen(60_000, () => ++turn % 6 === 0),
    [false],
    'are told once, not at each turn',
  );
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
