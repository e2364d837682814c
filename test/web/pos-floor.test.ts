import t from 'tap';
import {
  approvers,
  mayDo,
  maySayAvailable,
  mayTakePayment,
} from '../../web/pos/approval/rights.js';
import { isPlaced, nextIn } from '../../web/pos/floor/plan.js';
import {
  byName,
  foundTables,
  orderFace,
  sectionsOf,
  tableFace,
} from '../../web/pos/floor/tables.js';
import { choiceText, heardOf, recalledOf, rowsOf, stepsOf } from '../../web/pos/order/ticket.js';
import type { Order, Role, Table } from '../../web/pos/shapes.js';
import { previewOf } from '../../web/pos/order/preview.js';
import { allows, mayCancelBill, mayVoidSent } from '../../src/domain/permissions.js';
import { catalogOf } from '../../client/catalog.js';
import { shownWith } from '../../client/overlay.js';
import { progressOf } from '../../client/progress.js';
import { EMPTY } from '../../client/state.js';
import { House } from '../domain/house.js';
import { line, order } from '../domain/money-fixtures.js';

const table = (name: string, more: Partial<Table> = {}): Table => ({
  id: name,
  rev: 1,
  name,
  section: 'Hall',
  seats: 4,
  state: 'free',
  orderId: null,
  ...more,
});
const portions = (more: object) =>
  new Map([['l', { unsent: 0, queued: 0, started: 0, ready: 0, served: 0, ...more }]]);
const face = (change: Partial<Order>, more: Partial<Parameters<typeof orderFace>[0]> = {}) =>
  orderFace({
    order: order([line()], undefined, change),
    bill: undefined,
    progress: portions({ queued: 1 }),
    drafted: 0,
    pending: false,
    ...more,
  });

t.test('floor: a table shows what matters most about it', async (t) => {
  const free = table('T1');
  t.equal(tableFace(free, null, 0).state, 'free');
  t.equal(tableFace(free, null, 2).state, 'draft', 'somebody began to take an order here');
  t.equal(tableFace(free, face({}), 0).state, 'open');
  t.equal(tableFace(free, face({}, { progress: portions({ ready: 2 }) }), 0).state, 'ready');
  const billed = face({ status: 'billed' }, { progress: portions({ ready: 2 }) });
  t.equal(tableFace(free, billed, 0).state, 'billed', 'the bill goes before the kitchen');
});

t.test('floor: what is not sent is counted, on the server and on this device', async (t) => {
  t.equal(face({}, { progress: portions({ unsent: 2 }), drafted: 3 }).unsent, 5);
  const progress = portions({ unsent: 2 });
  const billed = face({ status: 'billed' }, { progress, drafted: 3 });
  t.equal(billed.unsent, 3, 'a bill takes no more, but what is left over here is to be found');
});

t.test('floor: a billed table shows what is still due', async (t) => {
  const bill = { payable: 50_000, paid: 20_000 } as never;
  t.equal(face({ status: 'billed' }, { bill }).amount, 30_000);
});

t.test('floor: tables by number, sections in their order', async (t) => {
  const tables = ['T10', 'T2', 'T1'].map((name) => table(name));
  t.same(
    tables.sort(byName).map(({ name }) => name),
    ['T1', 'T2', 'T10'],
  );
  const others = [table('A', { section: 'Hall' }), table('B', { section: null }), table('C')];
  t.same(sectionsOf(others), ['Hall', null]);
});

t.test('floor: a table is found by its name, its number, or a part of it', async (t) => {
  const tables = ['T1', 'T7', 'T17', 'Balcony 2'].map((name) => table(name));
  const found = (typed: string) => foundTables(tables, typed).map(({ name }) => name);
  t.same(found('t1'), ['T1', 'T17']);
  t.same(found('7'), ['T7'], 'the number alone, and not all that hold it');
  t.same(found('bal'), ['Balcony 2']);
  t.same(found('2'), ['Balcony 2']);
  t.same(found('x'), []);
});

t.test('plan: arrows lead to the nearest table in their direction', async (t) => {
  const spots = [
    { x: 100, y: 100 },
    { x: 300, y: 120 },
    { x: 110, y: 300 },
    { x: 320, y: 310 },
  ];
  const from = (at: number, key: string) => nextIn(key, spots[at] ?? { x: 0, y: 0 }, spots);
  t.equal(from(0, 'ArrowRight'), 1);
  t.equal(from(0, 'ArrowDown'), 2);
  t.equal(from(3, 'ArrowLeft'), 2);
  t.equal(from(3, 'ArrowUp'), 1);
  t.equal(from(0, 'ArrowLeft'), -1, 'there is none');
  t.equal(from(0, 'Enter'), -1);
  t.ok(isPlaced([table('T1'), table('T2', { x: 10, y: 20 })]));
  t.notOk(isPlaced([table('T1'), table('T2', { x: null, y: null })]));
});

t.test('ticket: lines by what the kitchen knows of them', async (t) => {
  const sent = line({ id: 'sent', quantity: 2, voidedQuantity: 1 });
  const held = line({ id: 'held', quantity: 3, sentQuantity: 1 });
  const given = line({ id: 'given', quantity: 1 });
  const pending = new Map([
    ['held', ['command']],
    ['given', ['command']],
  ]);
  const rows = rowsOf({
    ...{ order: order([sent, held, given]), told: order([sent]) },
    ...{ progress: new Map(), pending },
  });
  const shown = (some: typeof rows.sent) => some.map((row) => [row.line.id, row.left]);
  t.same(shown(rows.sent), [['sent', 1]]);
  t.same(shown(rows.held), [['held', 3]]);
  t.same(shown(rows.underWay), [['given', 1]], 'sent from here, and the server has not got it');
  t.same(rows.held[0]?.pending, ['command']);
});

t.test('ticket: portions that the kitchen did not hear of are taken back first', async (t) => {
  const some = line({ quantity: 3, sentQuantity: 1 });
  t.same(
    [1, 2, 3].map((count) => recalledOf(some, count)),
    [0, 0, 1],
  );
  t.equal(heardOf(order([some, line({ quantity: 2, sentQuantity: 0 })])), 1);
});

t.test('ticket: steps, what can be carried first; and a choice in words', async (t) => {
  const steps = stepsOf({ unsent: 1, queued: 2, started: 0, ready: 1, served: 3 });
  t.same(
    steps.map(({ step, count }) => [step, count]),
    [
      ['ready', 1],
      ['queued', 2],
      ['served', 3],
    ],
  );
  const hot = { id: 'hot', name: 'Hot', price: 0 };
  t.equal(choiceText({ variantName: 'Half', modifiers: [hot] }), 'Half · Hot');
  t.equal(choiceText({ variantName: null, modifiers: [] }), '');
});

t.test('rights: the till asks for an approval exactly where the server does', async (t) => {
  for (const role of ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] satisfies Role[]) {
    t.equal(mayDo('order.voidLine', role), mayVoidSent(role), role);
    t.equal(mayDo('order.cancel', role), mayVoidSent(role), role);
    t.equal(mayDo('bill.cancel', role), mayCancelBill(role), role);
    t.equal(mayTakePayment(role), allows('bill.pay', role), role);
    t.equal(maySayAvailable(role), allows('menu.availability', role) && role !== 'kitchen', role);
  }
  const people = [
    { id: 'm', role: 'manager', hasPin: true },
    { id: 'n', role: 'manager', hasPin: false },
    { id: 'c', role: 'cashier', hasPin: true },
  ] as const;
  t.same(
    approvers(people, 'bill.cancel').map(({ id }) => id),
    ['m'],
  );
  t.same(
    approvers(people, 'order.cancel').map(({ id }) => id),
    ['m', 'c'],
  );
});

t.test('preview: what is being taken costs what the server will say', async (t) => {
  const house = House.open();
  const naan = house.item('Naan', { price: 4550 });
  const desk = house.table('T4');
  const catalog = catalogOf({
    outlet: house.outlet,
    stations: [...house.by('station').values()],
    menu: {
      version: 1,
      categories: [],
      items: [naan],
      taxClasses: [...house.by('taxClass').values()],
    },
  });
  const state = { ...EMPTY, tables: new Map([[desk.id, desk]]) };
  const shown = shownWith(state, { waiting: [], confirmed: [] }, catalog);
  const taken = { ...{ variantId: null, modifierIds: [], note: null }, course: null, seat: null };
  const lines = [{ ...taken, id: '01J00000000000000000000001', itemId: naan.id, quantity: 3 }];
  const place = { at: 'table', tableId: desk.id } as const;
  const parts = { shown, catalog, placeOfSupply: null, at: '2026-11-21T14:00:00.000Z' };
  const preview = previewOf({ ...parts, place, order: null, lines });
  const opened = house.create({
    tableId: desk.id,
    lines: [{ itemId: naan.id, quantity: 3 }],
  });
  t.same(preview?.totals, opened.totals, 'of a new order');
  const at = { at: 'order', orderId: opened.id, type: 'dineIn' } as const;
  const open = { ...shown, orders: new Map([[opened.id, opened]]) };
  const more = previewOf({ ...parts, shown: open, place: at, order: opened, lines });
  t.same(
    more?.totals,
    house.add(opened.id, { itemId: naan.id, quantity: 3 }).totals,
    'of an order that is there',
  );
  t.equal(
    previewOf({
      ...parts,
      catalog: catalogOf({ outlet: null, stations: [], menu: null }),
      place,
      order: null,
      lines,
    }),
    null,
    'nobody can tell before the menu was read',
  );
});

t.test('progress: what the ticket shows comes from the tickets themselves', async (t) => {
  const house = House.open();
  const naan = house.item('Naan');
  const opened = house.create({ lines: [{ itemId: naan.id, quantity: 2 }] });
  const { order: sent, tickets } = house.send(opened.id);
  const [id = ''] = sent.lines.map((each) => each.id);
  t.match(progressOf(sent, tickets).get(id), { queued: 2, ready: 0 });
});
