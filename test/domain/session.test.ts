import t from 'tap';
import type { Context } from '../../src/domain/decision.js';
import {
  isPutOut,
  loggedOut,
  newSession,
  REFRESH_SECONDS,
  rotated,
} from '../../src/domain/session.js';
import type { Session, Staff } from '../../src/domain/shapes/staff.js';

const START = '2026-11-20T14:00:00.000Z';

function at(seconds: number): Context {
  return {
    now: new Date(Date.parse(START) + seconds * 1000).toISOString(),
    newId: () => 'session',
    actor: { id: 'nobody', role: null },
  };
}

const session = newSession({ id: 'meera' }, at(0));

t.test('session: begins with generation 1 and a life of seven days', async (t) => {
  t.match(session, { rev: 1, staffId: 'meera', generation: 1, endedAt: null });
  t.equal(session.expiresAt, at(REFRESH_SECONDS).now);
});

t.test('rotation: each generation works once and gives the session its life anew', async (t) => {
  const { documents, events, result, refusal } = rotated(session, 1, at(60)).changes([]);
  t.equal(refusal, undefined);
  t.same(events, []);
  t.same(documents, [{ collection: 'session', value: result }]);
  t.match(result, { rev: 2, generation: 2, expiresAt: at(60 + REFRESH_SECONDS).now });
});

t.test('rotation: an older generation ends the session, and leaves a trace', async (t) => {
  const second = rotated(session, 1, at(60)).changes([]).result;
  const { documents, events, refusal } = rotated(second, 1, at(61)).changes([]);
  t.match(refusal, { code: 'refresh_reused', status: 401 });
  t.match(documents, [{ value: { rev: 3, endedAt: at(61).now, endedBy: 'reuse' } }]);
  t.match(events, [{ type: 'session.ended', actor: 'meera', data: { by: 'reuse' } }]);
});

t.test('rotation: nothing comes of a session that is unknown, ended or run out', async (t) => {
  const over = { ...session, endedAt: START, endedBy: 'logout' as const };
  const late = at(REFRESH_SECONDS);
  for (const [which, context] of [
    [undefined, at(1)],
    [over, at(1)],
    [session, late],
  ] as const) {
    t.throws(() => rotated(which, 1, context), { code: 'refresh_invalid' });
  }
  t.doesNotThrow(() => rotated(session, 1, at(REFRESH_SECONDS - 1)));
});

t.test('logout: ends it once; a second one, and one of nothing, change nothing', async (t) => {
  const { documents, events } = loggedOut(session, at(5)).changes([]);
  t.match(documents, [{ value: { rev: 2, endedAt: at(5).now, endedBy: 'logout' } }]);
  t.equal(events.length, 1);
  const over = { ...session, endedAt: START };
  for (const which of [undefined, over]) {
    t.same(loggedOut(which, at(6)).changes([]), { documents: [], events: [], result: null });
  }
});

t.test('put out: what was opened before all sessions were ended, and only that', async (t) => {
  const staff = (putOut?: number) =>
    ({ id: 'meera', ...(putOut === undefined ? {} : { putOut }) }) as Staff;
  const { putOut: _, ...rest } = session;
  const ofBefore: Session = rest;
  for (const [opened, now, over] of [
    [newSession(staff(), at(0)), staff(), false],
    [newSession(staff(), at(0)), staff(1), true],
    [newSession(staff(1), at(0)), staff(1), false],
    [newSession(staff(1), at(0)), staff(2), true],
    [ofBefore, staff(2), false],
  ] as const) {
    t.equal(isPutOut(opened, now), over, `${opened.putOut} of ${now.putOut}`);
  }
});
