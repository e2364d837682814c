import fc from 'fast-check';
import t from 'tap';
import { refusePinChange, refuseWeakPin, setPin } from '../../src/domain/pin.js';
import type { Role, Staff } from '../../src/domain/shapes/staff.js';
import { context, frozen, refusal } from './money-fixtures.js';

const ravi: Staff = frozen({
  id: 'ravi',
  rev: 4,
  name: 'Ravi',
  email: 'ravi@example.in',
  role: 'waiter',
  outletIds: ['o1', 'o2'],
  passwordHash: '$scrypt$',
  createdAt: '2026-04-01T06:00:00.000Z',
});
const as = (id: string, role: Role) => ({ ...context(), actor: { id, role } });

t.test('pin: the same digit again and again, and any run, is weak', async (t) => {
  const digit = fc.integer({ min: 0, max: 9 });
  const length = fc.integer({ min: 4, max: 8 });
  const run = (first: number, step: number, count: number) =>
    Array.from({ length: count }, (_, i) => (first + step * i + 100) % 10).join('');
  fc.assert(
    fc.property(digit, length, fc.constantFrom(0, 1, -1), (first, count, step) => {
      t.equal(
        refusal(() => refuseWeakPin(run(first, step, count))),
        'pin_weak',
      );
    }),
  );
  fc.assert(
    fc.property(digit, length, fc.integer({ min: 2, max: 8 }), (first, count, step) => {
      t.equal(
        refusal(() => refuseWeakPin(run(first, step, count))),
        undefined,
      );
    }),
  );
  for (const pin of ['1123', '1233', '12354', '2580']) t.doesNotThrow(() => refuseWeakPin(pin));
});

t.test('pin: set by the person, or by whoever decides about all of them', async (t) => {
  const outlets = new Set(ravi.outletIds);
  for (const [who, state, code] of [
    [as('ravi', 'waiter'), { outlets: new Set<string>() }, undefined],
    [as('meera', 'manager'), { outlets }, undefined],
    [as('meera', 'manager'), { outlets: new Set(['o1']) }, 'forbidden'],
    [as('asha', 'owner'), { outlets }, undefined],
    [as('chitra', 'cashier'), { outlets }, 'forbidden'],
  ] as const) {
    t.equal(
      refusal(() => refusePinChange(ravi, state, who)),
      code,
      `${who.actor.role}`,
    );
  }
});

t.test('pin: the stream and the audit hear that it was set, and nothing of it', async (t) => {
  const { documents, events } = setPin(ravi, 'the-hash', as('asha', 'owner')).changes([]);
  const { now } = context();
  t.match(documents[0], {
    collection: 'staff',
    value: { rev: 5, pin: { hash: 'the-hash', setAt: now } },
  });
  t.match(documents[1], {
    collection: 'audit',
    value: { action: 'pin.set', actor: 'asha', outletId: null, subject: { id: 'ravi' } },
  });
  t.same(events[0]?.data, { id: 'ravi' });
  t.notMatch(JSON.stringify([documents.slice(1), events]), /the-hash/);
});
