import t from 'tap';
import type { Login, NewStaff, Role } from '../../src/domain/shapes/staff.js';
import { appoint, newStaff, normalEmail, publicStaff } from '../../src/domain/staff.js';
import { context, frozen, refusal } from './money-fixtures.js';

const ravi: Omit<NewStaff, 'password'> & { passwordHash: string } = frozen({
  name: 'Ravi',
  email: ' Ravi@Example.IN ',
  passwordHash: '$scrypt$hash',
  role: 'waiter',
  outletIds: ['outlet-1'],
});
const state = { organizationId: 'org', login: undefined, outlets: new Set(['outlet-1']) };
const as = (role: Role | null) => ({ ...context(), actor: { id: 'boss', role } });

t.test('staff: one e-mail address is one login, however it is written', async (t) => {
  t.equal(normalEmail(' Ravi@Example.IN '), 'ravi@example.in');
});

t.test(
  'staff: appointing writes the person and the login, and tells no stream who it is',
  async (t) => {
    const { documents, events, result } = appoint(ravi, state, as('manager')).changes([]);
    t.strictSame(
      documents.map(({ collection, value }) => [collection, value.id, value.rev]),
      [
        ['staff', 'new-1', 1],
        ['login', 'ravi@example.in', 1],
        ['audit', 'new-2', 1],
      ],
    );
    t.match(documents[1]?.value, { organizationId: 'org', staffId: 'new-1' });
    t.strictSame(result, {
      id: 'new-1',
      name: 'Ravi',
      email: 'ravi@example.in',
      role: 'waiter',
      outletIds: ['outlet-1'],
      active: true,
    });
    t.strictSame(events[0]?.data, { id: 'new-1', role: 'waiter' });
    t.notMatch(JSON.stringify(events), /ravi/i);
  },
);

t.test(
  'staff: whoever takes somebody on stands in the audit; who founds takes themselves on',
  async (t) => {
    const by = (role: Role | null) =>
      newStaff({ ...ravi, role: 'owner' }, 'org', as(role)).documents.at(-1);
    for (const [role, actor] of [
      ['manager', 'boss'],
      [null, 'new-1'],
    ] as const) {
      t.match(
        by(role),
        {
          collection: 'audit',
          value: {
            action: 'staff.created',
            actor,
            outletId: null,
            subject: { kind: 'staff', id: 'new-1' },
            details: { role: 'owner' },
          },
        },
        `${role}`,
      );
    }
  },
);

t.test('staff: the hash of a password is never shown', async (t) => {
  const [put] = appoint(ravi, state, as('owner')).changes([]).documents;
  if (put?.collection !== 'staff') throw new Error('no staff');
  t.match(put.value, { passwordHash: '$scrypt$hash' });
  t.notMatch(JSON.stringify(publicStaff(put.value)), /scrypt|passwordHash|createdAt|rev/);
});

t.test('staff: refusals', async (t) => {
  const login: Login = { id: 'ravi@example.in', rev: 1, organizationId: 'else', staffId: 's' };
  const manager = { ...ravi, role: 'manager' as const };
  const abroad = { ...ravi, outletIds: ['outlet-1', 'outlet-2'] };
  t.equal(
    refusal(() => appoint(ravi, { ...state, login }, as('owner'))),
    'email_taken',
  );
  t.equal(
    refusal(() => appoint(manager, state, as('manager'))),
    'forbidden',
  );
  t.equal(
    refusal(() => appoint(manager, state, as('owner'))),
    undefined,
  );
  t.equal(
    refusal(() => appoint(ravi, state, as('waiter'))),
    'forbidden',
  );
  t.throws(() => appoint(abroad, state, as('owner')), {
    code: 'not_found',
    errors: [{ pointer: '/outletIds/1' }],
  });
});
