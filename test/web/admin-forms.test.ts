import t from 'tap';
import { NO_HEAD } from '../../src/domain/shapes/invoice-head.js';
import {
  decimalOf,
  digitsOf,
  minorOf,
  percentOf,
  rateOf,
  wholeOf,
} from '../../web/admin/form/amount.js';
import { faultOf, faultsOf } from '../../web/admin/form/faults.js';
import { revFor } from '../../web/admin/form/rev-for.js';
import { timeOf } from '../../web/admin/form/time.js';
import { found, sectionsOf } from '../../web/admin/menu/found.js';
import {
  blankDraft,
  bodyOf,
  changeOf as itemChangeOf,
  commonest,
  draftOf,
  wrongWith,
} from '../../web/admin/menu/item-draft.js';
import type { MenuItem } from '../../web/admin/menu/shapes.js';
import {
  changeOf,
  type Outlet,
  settingsOf,
  wrongSettings,
} from '../../web/admin/settings/settings-draft.js';
import { mayDecideOn, rolesFor, wrongPin } from '../../web/admin/staff/rights.js';
import { namesFrom } from '../../web/admin/tables/names.js';

t.test('amounts: what is typed becomes minor units without a float', async (t) => {
  t.same(minorOf('240', 2), { value: 24000 });
  t.same(minorOf(' 240.5 ', 2), { value: 24050 });
  t.same(minorOf('0.29', 2), { value: 29 }, '0.29 * 100 is 28.999999999999996');
  t.same(minorOf('1,23,456.78', 2), { value: 12345678 }, 'groups as they are written in India');
  t.same(minorOf('1,234', 2), { value: 123400 });
  t.same(minorOf('२४०.५०', 2), { value: 24050 }, 'digits of Devanagari');
  t.same(minorOf('12.340', 2), { value: 1234 }, 'noughts at the end are no precision');
  t.same(minorOf('12.345', 2), { wrong: 'tooPrecise' });
  t.same(minorOf('5.0', 0), { value: 5 });
  t.same(minorOf('1,50', 2), { wrong: 'notAmount' }, 'never 150');
  t.same(minorOf('-5', 2), { wrong: 'notAmount' });
  t.same(minorOf('1e3', 2), { wrong: 'notAmount' });
  t.same(minorOf('', 2), { wrong: 'needed' });
  t.same(minorOf('10000000.01', 2), { wrong: 'tooLarge' });
  t.equal(digitsOf('INR'), 2);
  t.equal(digitsOf('JPY'), 0);
});

t.test('amounts: what is shown in a field is what was typed', async (t) => {
  for (const minor of [0, 5, 29, 24000, 24050, 12345678]) {
    t.same(minorOf(decimalOf(minor, 2), 2), { value: minor }, String(minor));
  }
  t.equal(decimalOf(24000, 2), '240');
  t.equal(decimalOf(5, 2), '0.05');
  t.equal(decimalOf(7, 0), '7');
});

t.test('amounts: rates are even hundredths of a per cent', async (t) => {
  t.same(rateOf('5'), { value: 500 });
  t.same(rateOf('2.5 %'), { value: 250 });
  t.same(rateOf('0.25'), { wrong: 'odd' });
  t.same(rateOf('100.02'), { wrong: 'tooLarge' });
  t.equal(percentOf(1800), '18');
  t.equal(percentOf(250), '2.5');
  t.same(wholeOf('12', 1, 20), { value: 12 });
  t.same(wholeOf('21', 1, 20), { wrong: 'tooLarge' });
  t.same(wholeOf('1.5', 1, 20), { wrong: 'notAmount' });
});

t.test('faults: a refusal is told at its fields, in the words of the form', async (t) => {
  const errors = [{ pointer: '/name', message: '"Naan" exists' }];
  t.same(faultsOf({ code: 'name_taken', errors }), [{ ...errors[0], key: 'taken' }]);
  const strange = [{ pointer: '/price', message: 'Expected integer' }];
  t.same(faultsOf({ code: 'invalid', errors: strange }), [{ ...strange[0], key: null }]);
  t.same(faultsOf({ code: 'forbidden' }), []);
  t.equal(faultOf('Expected string length less or equal to 120'), 'tooLong');
  t.equal(faultOf('Expected array length to be less or equal to 50'), 'tooLong');
  t.equal(faultOf('stands there twice'), 'twice');
});

const ITEM: MenuItem = {
  id: 'i1',
  rev: 3,
  name: 'Paneer Tikka',
  categoryId: 'c1',
  price: 29000,
  taxClassId: 't1',
  available: true,
  stationIds: ['s1'],
  variants: [{ id: 'v1', name: 'Half', price: 18050 }],
  modifierGroups: [
    { id: 'g1', name: 'Spice', min: 0, max: 1, modifiers: [{ id: 'm1', name: 'Mild', price: 0 }] },
  ],
  food: 'veg',
};

t.test('items: a draft that nobody touched says what the item says', async (t) => {
  const draft = draftOf(ITEM, 2);
  t.same(wrongWith(draft, 2), {});
  const { id: _, rev: __, available: ___, ...fields } = ITEM;
  t.same(bodyOf(draft, 2), { ...fields, code: null, hsn: null });
  t.same(itemChangeOf(ITEM, draft, 2), {});
  t.same(itemChangeOf(ITEM, { ...draft, price: '290.0', code: 'N1' }, 2), { code: 'N1' });
  const full = { key: 'new 1', name: 'Full', price: '290', stationIds: [] };
  const variants = [...draft.variants, full];
  t.same(itemChangeOf(ITEM, { ...draft, variants }, 2), {
    variants: [...ITEM.variants, { name: 'Full', price: 29000 }],
  });
});

t.test('items: what is wrong is told at the pointer of its field', async (t) => {
  const draft = draftOf(ITEM, 2);
  const half = { key: 'new 1', name: ' half ', price: '1.999', stationIds: [] };
  const [group] = draft.groups;
  t.same(
    wrongWith(
      {
        ...draft,
        name: ' ',
        price: 'cheap',
        hsn: '12',
        taxClassId: '',
        code: 'x'.repeat(21),
        variants: [...draft.variants, half],
        groups: group
          ? [
              { ...group, min: '2', max: '1' },
              { ...group, modifiers: [] },
            ]
          : [],
      },
      2,
    ),
    {
      '/name': 'needed',
      '/price': 'notAmount',
      '/code': 'tooLong',
      '/hsn': 'notHsn',
      '/taxClassId': 'needed',
      '/variants/1/name': 'twice',
      '/variants/1/price': 'tooPrecise',
      '/modifierGroups/0/min': 'minAboveMax',
      '/modifierGroups/1/name': 'twice',
      '/modifierGroups/1/modifiers': 'needed',
    },
  );
  t.same(Object.keys(wrongWith(blankDraft({}), 2)), ['/name', '/price', '/taxClassId']);
  t.equal(commonest(['a', 'b', 'b']), 'b');
  t.equal(commonest([]), undefined);
});

t.test('items: found by the beginnings of words, in names, codes and variants', async (t) => {
  const items = [ITEM, { ...ITEM, id: 'i2', name: 'Crème Brûlée', code: 'CB7', variants: [] }];
  const ids = (sought: string) => found(items, sought).map(({ id }) => id);
  t.same(ids('tik pan'), ['i1']);
  t.same(ids('creme'), ['i2']);
  t.same(ids('cb7'), ['i2']);
  t.same(ids('half'), ['i1']);
  t.same(ids('ikka'), []);
  t.same(ids(''), ['i1', 'i2']);
  const menu = { version: 1, taxClasses: [], categories: [{ id: 'c1', rev: 1, name: 'A' }] };
  const loose = { ...ITEM, id: 'i3', categoryId: null };
  t.same(
    sectionsOf({ ...menu, items: [ITEM, loose] }).map(({ id, items }) => [id, items.length]),
    [
      ['c1', 1],
      ['', 1],
    ],
  );
  t.same(sectionsOf({ ...menu, items: [ITEM] }).length, 1, 'nobody sees an empty rest');
});

t.test('times: what is typed is put into 24 hours', async (t) => {
  const times = {
    '4': '04:00',
    '430': '04:30',
    '4.30': '04:30',
    '1630': '16:30',
    ' 23:59 ': '23:59',
  };
  for (const [typed, time] of Object.entries(times)) t.equal(timeOf(typed), time, typed);
  t.equal(timeOf('०४:३०'), '04:30', 'digits of Devanagari');
  for (const none of ['', '24:00', '12:60', 'noon', '4:3', '12345'])
    t.equal(timeOf(none), null, none);
});

t.test('tables: several names are counted up as the first is written', async (t) => {
  t.same(namesFrom('T08', 3), ['T08', 'T09', 'T10']);
  t.same(namesFrom('Bar ', 2), ['Bar 1', 'Bar 2']);
  t.same(namesFrom('Window', 1), ['Window']);
});

t.test('staff: whom one may appoint, and decide on', async (t) => {
  t.same(rolesFor('manager'), ['cashier', 'waiter', 'kitchen']);
  t.same(rolesFor('waiter'), []);
  const here = [{ id: 'o1' }];
  t.ok(mayDecideOn('manager', here, { role: 'waiter', outletIds: ['o1'] }));
  t.notOk(mayDecideOn('manager', here, { role: 'waiter', outletIds: ['o1', 'o2'] }), 'abroad too');
  t.notOk(mayDecideOn('manager', here, { role: 'manager', outletIds: ['o1'] }));
  t.ok(mayDecideOn('owner', here, { role: 'owner', outletIds: [] }));
});

t.test('staff: a PIN that anybody would try is refused before it is sent', async (t) => {
  for (const pin of ['0000', '1234', '8765', '7890', '0987'])
    t.equal(wrongPin(pin), 'pinWeak', pin);
  for (const pin of ['12', '123456789', '12a4', '']) t.equal(wrongPin(pin), 'notDigits', pin);
  for (const pin of ['2580', '1235', '9911']) t.equal(wrongPin(pin), null, pin);
});

const OUTLET = {
  name: 'Indiranagar',
  stateCode: null,
  timeZone: 'Asia/Kolkata',
  dayStartsAt: '04:00',
  roundTo: 100,
  defaultStationId: 's1',
  kitchen: { warnMinutes: 10, lateMinutes: 20 },
} as Outlet;

t.test('settings: only what was changed is sent', async (t) => {
  const draft = settingsOf(OUTLET);
  t.same(changeOf(OUTLET, draft), {});
  t.same(changeOf(OUTLET, { ...draft, stateCode: '29', warnMinutes: '12' }), {
    stateCode: '29',
    kitchen: { warnMinutes: 12, lateMinutes: 20 },
  });
  t.same(wrongSettings({ ...draft, warnMinutes: '20', dayStartsAt: '' }), {
    '/dayStartsAt': 'notTime',
    '/kitchen/lateMinutes': 'lateBeforeWarn',
  });
  t.same(changeOf(OUTLET, { ...draft, unseenAfterSeconds: '0' }), { unseenAfterSeconds: 0 });
  t.same(changeOf(OUTLET, { ...draft, sittingWarnMinutes: '30' }), {
    floor: { warnMinutes: 30, lateMinutes: 90 },
  });
  t.same(wrongSettings({ ...draft, sittingWarnMinutes: '90' }), {
    '/floor/lateMinutes': 'lateBeforeWarn',
  });
  t.ok(wrongSettings({ ...draft, unseenAfterSeconds: '3601' })['/unseenAfterSeconds']);
});

t.test(
  'settings: of the head only what was changed is sent, and no line without letters',
  async (t) => {
    const head = {
      legalName: 'Annapurna',
      address: ['1, New Road', 'Bengaluru'],
      phone: null,
      gstin: '29AAGCB7383J1Z4',
      fssai: null,
      footer: 'Come again',
    };
    const outlet = { ...OUTLET, head };
    const draft = settingsOf(outlet);
    t.same(changeOf(outlet, draft), {});
    const change = (part: Partial<typeof draft.head>) =>
      changeOf(outlet, { ...draft, head: { ...draft.head, ...part } });
    t.same(change({ footer: ' ', phone: ' 080 4123 4567' }), {
      head: { footer: null, phone: '080 4123 4567' },
    });
    t.same(change({ address: '1, New Road\n\n Bengaluru \n' }), {}, 'the same lines');
    t.same(change({ address: '' }), { head: { address: [] } });
    t.same(changeOf(OUTLET, { ...draft, head: { ...settingsOf(OUTLET).head, gstin: 'X' } }), {
      head: { gstin: 'X' },
    });
    const wrong = {
      legalName: 'x'.repeat(121),
      address: 'a\nb\nc\nd\ne\nf',
      phone: 'ask',
      gstin: '29AAGCB7383J1Z',
      fssai: '123',
      vatNumber: 'GB12',
      footer: '',
    };
    t.same(wrongSettings({ ...draft, head: wrong }), {
      '/head/legalName': 'tooLong',
      '/head/address': 'tooManyLines',
      '/head/phone': 'notPhone',
      '/head/gstin': 'notGstin',
      '/head/fssai': 'notFssai',
      '/head/vatNumber': 'notVatNumber',
    });
  },
);

t.test('forms: only who changed the same field is in the way', async (t) => {
  const base = { ...OUTLET, rev: 7 };
  const theirs = {
    ...base,
    rev: 9,
    name: 'Koramangala',
    floor: { warnMinutes: 30, lateMinutes: 90 },
    displays: [{ stationId: 's1', until: '2026-11-29' }],
    head: { ...NO_HEAD, phone: '080 4123 4567' },
  };
  for (const [own, rev] of [
    [{ roundTo: 1, head: { footer: 'Come again' } }, 9],
    [{ kitchen: { warnMinutes: 5, lateMinutes: 20 } }, 9],
    [{ roundTo: 1, name: 'Whitefield' }, 7],
    [{ head: { phone: null } }, 7],
    [{ floor: { warnMinutes: 45, lateMinutes: 60 } }, 7],
  ] as const) {
    t.equal(revFor(own, base, theirs), rev, JSON.stringify(own));
  }
  const sold = { ...ITEM, rev: 4, available: false, code: null };
  t.equal(revFor({ price: 1, code: 'N1', variants: [] }, ITEM, sold), 4);
  t.equal(revFor({ archived: true }, ITEM, sold), 4);
  const dearer = { ...ITEM, rev: 4, variants: [{ id: 'v1', name: 'Half', price: 19000 }] };
  t.equal(revFor({ price: 1, variants: [] }, ITEM, dearer), 3, 'a list is changed as a whole');
});
