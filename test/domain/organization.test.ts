import t from 'tap';
import type { Put } from '../../src/domain/decision.js';
import { foundOrganization, openOutlet } from '../../src/domain/organization.js';
import type { CountryCode, Organization, Outlet } from '../../src/domain/shapes/organization.js';
import { context, frozen, outlet, refusal } from './money-fixtures.js';

const body = frozen({
  name: 'Saravanaa',
  ownerName: 'Asha',
  email: 'Asha@Example.in',
  passwordHash: '$scrypt$',
  outletName: 'Koramangala',
});
const ids = frozen({ organizationId: 'org', outletId: 'out', login: undefined });
const organization: Organization = frozen({
  id: 'org',
  rev: 4,
  name: 'Saravanaa',
  country: 'IN',
  createdAt: '2026-04-01T06:00:00.000Z',
});
const ofKind = <C extends Put['collection']>(documents: Put[], collection: C) =>
  documents.flatMap((put) => (put.collection === collection ? [put.value] : []));

t.test(
  'organization: founding it makes the owner, the outlet, its kitchen and its taxes',
  async (t) => {
    const { documents, events, result } = foundOrganization(body, ids, context()).changes([]);
    t.match(result.organization, { id: 'org', rev: 1, name: 'Saravanaa', country: 'IN' });
    t.match(result.outlet, { id: 'out', rev: 1, invoicePrefix: 'A', currency: 'INR', routing: [] });
    t.match(result.owner, {
      name: 'Asha',
      email: 'asha@example.in',
      role: 'owner',
      outletIds: ['out'],
    });
    t.notMatch(JSON.stringify(result), /scrypt/);
    t.match(ofKind(documents, 'login'), [{ id: 'asha@example.in', organizationId: 'org' }]);
    t.match(ofKind(documents, 'station'), [
      { id: result.outlet.defaultStationId, name: 'Kitchen' },
    ]);
    t.match(ofKind(documents, 'audit'), [
      { action: 'staff.created', subject: { id: result.owner.id }, details: { role: 'owner' } },
    ]);
    t.ok(ofKind(documents, 'taxClass').length > 1);
    t.equal(ofKind(documents, 'menuItem').length, 0);
    t.strictSame(
      new Set(events.map(({ type }) => type)),
      new Set(['outlet.opened', 'station.created', 'menu.taxClassCreated']),
    );
    t.notMatch(JSON.stringify(events), /asha/i, 'no stream tells who it is');
  },
);

t.test('organization: an outlet starts with the settings of its country', async (t) => {
  const zones: Record<CountryCode, string> = {
    IN: 'Asia/Kolkata',
    AE: 'Asia/Dubai',
    GB: 'Europe/London',
  };
  for (const country of ['IN', 'AE', 'GB'] as const) {
    const founded = foundOrganization({ ...body, country }, ids, context()).changes([]);
    t.match(founded.result.outlet, { country, timeZone: zones[country], dayStartsAt: '04:00' });
  }
});

t.test('organization: an e-mail address founds once', async (t) => {
  const login = { id: 'asha@example.in', rev: 1, organizationId: 'else', staffId: 's' };
  t.equal(
    refusal(() => foundOrganization(body, { ...ids, login }, context())),
    'email_taken',
  );
});

t.test('organization: each further outlet has the next invoice prefix that is free', async (t) => {
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => index);
  const cases: [outlets: string[], prefix: string][] = [
    [[], 'A'],
    [['A'], 'B'],
    [['A', 'C'], 'D'],
    [['B'], 'C'],
    [numbered(25).map((n) => `X${n}`), 'Z'],
    [numbered(26).map((n) => `X${n}`), 'AA'],
    [numbered(27).map((n) => `${n}`), 'AB'],
    [numbered(52).map((n) => `${n}`), 'BA'],
    [numbered(702).map((n) => `${n}`), 'AAA'],
  ];
  for (const [prefixes, prefix] of cases) {
    const outlets = prefixes.map(
      (invoicePrefix, n): Outlet => outlet({ invoicePrefix, name: `${n}` }),
    );
    const opened = openOutlet({ name: 'New' }, { outletId: 'o', organization, outlets }, context());
    t.equal(opened.changes([]).result.invoicePrefix, prefix, `after ${prefixes.length}`);
  }
});

t.test('organization: of two that open outlets at once one decides again', async (t) => {
  const opened = openOutlet(
    { name: 'New' },
    { outletId: 'o', organization, outlets: [] },
    context(),
  );
  t.match(ofKind(opened.changes([]).documents, 'organization'), [{ id: 'org', rev: 5 }]);
});

t.test('organization: two outlets do not share a name', async (t) => {
  const state = { outletId: 'o', organization, outlets: [outlet({ name: 'Koramangala' })] };
  t.equal(
    refusal(() => openOutlet({ name: ' koramangala' }, state, context())),
    'name_taken',
  );
});
