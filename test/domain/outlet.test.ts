import t from 'tap';
import { changeOutlet, changeRouting } from '../../src/domain/outlet.js';
import { addStation } from '../../src/domain/station.js';
import { context, frozen, outlet, refusal } from './money-fixtures.js';

const before = frozen(outlet());
const organization = frozen({
  id: 'organization-1',
  rev: 4,
  name: 'Saravanaa',
  country: 'IN' as const,
  createdAt: '2026-04-01T06:00:00.000Z',
});
const other = outlet({ id: 'outlet-2', name: 'Indiranagar' });
const state = {
  stations: new Set(['station-1', 'bar']),
  organization,
  outlets: frozen([before, other]),
};

t.test('outlet: a change keeps what it does not name', async (t) => {
  const body = { roundTo: 1, timeZone: 'Europe/London', defaultStationId: 'bar' } as const;
  const { documents, events, result } = changeOutlet(before, body, state, context()).changes([]);
  t.strictSame(result, { ...before, ...body, rev: 2 });
  t.strictSame(documents, [{ collection: 'outlet', value: result }]);
  t.match(events, [{ type: 'outlet.changed', actor: 'cashier-1', data: { outlet: result } }]);
});

t.test('outlet: a change that would stop the outlet is refused', async (t) => {
  t.throws(() => changeOutlet(before, { defaultStationId: 'attic' }, state, context()), {
    code: 'not_found',
    errors: [{ pointer: '/defaultStationId' }],
  });
  t.throws(() => changeOutlet(before, { timeZone: 'Mars/Base' }, state, context()), {
    code: 'invalid',
    errors: [{ pointer: '/timeZone' }],
  });
});

t.test(
  'outlet: another name is nobody else’s, and of two that take one at once one decides again',
  async (t) => {
    const renamed = changeOutlet(before, { name: 'Jayanagar' }, state, context()).changes([]);
    t.match(renamed.documents, [
      { collection: 'outlet', value: { name: 'Jayanagar', rev: 2 } },
      { collection: 'organization', value: { ...organization, rev: 5 } },
    ]);
    t.throws(() => changeOutlet(before, { name: ' indiranagar' }, state, context()), {
      code: 'name_taken',
      errors: [{ pointer: '/name' }],
    });
    const louder = changeOutlet(before, { name: 'KORAMANGALA' }, state, context()).changes([]);
    t.equal(louder.result.name, 'KORAMANGALA', 'its own name is no twin');
    const same = changeOutlet(before, { name: before.name, roundTo: 1 }, state, context());
    t.equal(same.changes([]).documents.length, 1, 'the organization is not in the way of others');
  },
);

t.test('outlet: rules of routing name stations that there are', async (t) => {
  const routing = [{ from: 'station-1', to: 'bar', section: 'Terrace' }];
  t.match(changeRouting(before, { routing }, state, context()).changes([]).result, {
    rev: 2,
    routing,
  });
  for (const [rule, pointer] of [
    [{ from: 'attic', to: 'bar' }, '/routing/1/from'],
    [{ from: 'bar', to: 'attic' }, '/routing/1/to'],
  ] as const) {
    const body = { routing: [...routing, rule] };
    t.throws(() => changeRouting(before, body, state, context()), {
      code: 'not_found',
      errors: [{ pointer }],
    });
  }
});

t.test('outlet: a station has a name of its own', async (t) => {
  const { events, result } = addStation({ name: 'Bar' }, ['Kitchen'], context()).changes([]);
  t.strictSame(result, { id: 'new-1', rev: 1, name: 'Bar' });
  t.match(events, [{ type: 'station.created', data: { station: result } }]);
  t.equal(
    refusal(() => addStation({ name: 'kitchen ' }, ['Kitchen'], context())),
    'name_taken',
  );
});
