import fc from 'fast-check';
import t from 'tap';
import { KotdError } from '../../src/domain/errors.js';
import type { KitchenAction } from '../../src/domain/kitchen.js';
import { owed, unsent } from '../../src/domain/portions.js';
import type { Line, NewLine } from '../../src/domain/shapes/order.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import { House } from './house.js';

/** A house with three stations, redirections, a menu with every kind of choice, and three tables. */
function furnished(): House {
  const house = House.open();
  const kitchen = house.named('station', 'Kitchen').id;
  const bar = house.station('Bar').id;
  const terraceBar = house.station('Terrace bar').id;
  house.change({ stateCode: '29', roundTo: 100 });
  house.route(
    { from: bar, to: terraceBar, section: 'Terrace' },
    { from: kitchen, to: bar, after: '23:00' },
  );
  const [inclusive, exempt] = ['GST 18 % inclusive', 'Exempt'].map((name) => {
    return house.named('taxClass', name).id;
  });
  house.item('Dosa', { price: 8_055 });
  house.item('Thali', { price: 33_333, stationIds: [kitchen, bar], taxClassId: inclusive });
  house.item('Lassi', {
    stationIds: [bar],
    variants: [
      { id: 'small', name: 'Small', price: 4_999 },
      { id: 'large', name: 'Large', price: 7_001 },
    ],
    modifierGroups: [
      {
        name: 'Extra',
        min: 0,
        max: 2,
        modifiers: [
          { id: 'nuts', name: 'Nuts', price: 1_503, stationIds: [kitchen] },
          { id: 'rose', name: 'Rose', price: 0 },
        ],
      },
    ],
  });
  house.item('Water', { price: 0, taxClassId: exempt });
  house.item('Nobody cooks it', { stationIds: [] });
  house.table('T1');
  house.table('T2');
  house.table('T3', 'Terrace');
  house.fallback(kitchen, bar);
  return house;
}

const number = fc.nat(1_000_000);
const someLine = fc.record({
  item: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom('Dosa', 'Dosa', 'Thali', 'Lassi', 'Lassi', 'Water') },
    { weight: 1, arbitrary: fc.constant('Nobody cooks it') },
  ),
  quantity: fc.integer({ min: 1, max: 6 }),
  variantId: fc.constantFrom(undefined, 'small', 'large'),
  modifierIds: fc.constantFrom<string[] | undefined>(undefined, [], ['nuts'], ['rose', 'nuts']),
  course: fc.constantFrom(undefined, 1, 2, 'sweet'),
});
type SomeLine = ArbitraryValue<typeof someLine>;
const someLines = fc.array(someLine, { minLength: 1, maxLength: 3 });
const order = number;
const line = number;

/** What may happen in a house; numbers choose among what there is. */
const happenings = {
  create: fc.record({
    type: fc.constantFrom('dineIn' as const, 'dineIn' as const, 'takeaway' as const),
    table: fc.option(number, { freq: 4 }),
    lines: fc.oneof(fc.constant<SomeLine[]>([]), someLines, someLines),
  }),
  changeGuests: fc.record({ order, guests: fc.constantFrom(null, 1, 2, 3) }),
  addLines: fc.record({ order, lines: someLines }),
  changeLine: fc.record({ order, line, quantity: fc.integer({ min: 1, max: 9 }) }),
  changeNote: fc.record({ order, line }),
  send: fc.record({ order }),
  sendCourse: fc.record({ order, course: fc.constantFrom(1, 2, 'sweet', 7) }),
  voidLine: fc.record({ order, line, quantity: fc.integer({ min: 1, max: 4 }) }),
  transfer: fc.record({ order, table: number }),
  merge: fc.record({ into: order, from: order }),
  cancel: fc.record({ order }),
  step: fc.record({
    ticket: number,
    action: fc.constantFrom<KitchenAction>('start', 'start', 'ready', 'ready', 'bump', 'recall'),
    item: fc.option(number),
  }),
  shown: fc.record({ ticket: number, some: fc.boolean() }),
  watch: fc.record({ seconds: fc.integer({ min: 1, max: 90 }) }),
  bill: fc.record({ order, send: fc.boolean() }),
  pay: fc.record({
    bill: number,
    tender: fc.constantFrom('cash' as const, 'card' as const, 'upi' as const),
    percent: fc.constantFrom(30, 100, 100, 110),
  }),
  cancelBill: fc.record({ bill: number }),
  availability: fc.record({ item: number, available: fc.boolean() }),
  time: fc.record({ hours: fc.integer({ min: 1, max: 9 }) }),
};
type Happenings = { [K in keyof typeof happenings]: ArbitraryValue<(typeof happenings)[K]> };
type ArbitraryValue<A> = A extends fc.Arbitrary<infer V> ? V : never;
type Happening = {
  [K in keyof Happenings]: { what: K; how: Happenings[K]; who: Role };
}[keyof Happenings];

const often: Partial<Record<keyof Happenings, number>> = {
  create: 3,
  addLines: 3,
  changeLine: 2,
  send: 3,
  sendCourse: 3,
  voidLine: 3,
  merge: 3,
  step: 6,
  shown: 2,
  bill: 3,
  pay: 3,
};
const anyHappening = fc.oneof(
  ...Object.entries(happenings).map(([what, how]) => ({
    weight: often[what as keyof Happenings] ?? 1,
    arbitrary: fc.record({
      what: fc.constant(what),
      how: how as fc.Arbitrary<unknown>,
      who: fc.constantFrom<Role>('owner', 'cashier', 'waiter'),
    }) as fc.Arbitrary<Happening>,
  })),
);

/** Prefers what is still going on: of closed orders only refusals are to be had. */
function choose<D extends { id: string }>(all: D[], live: (document: D) => boolean, n: number): D {
  const lively = all.filter(live);
  const from = lively.length > 0 && n % 8 > 0 ? lively : all;
  const chosen = from[Math.floor(n / 8) % from.length];
  if (!chosen) throw new KotdError('not_found');
  return chosen;
}

function perform(house: House, { what, how }: Happening): void {
  const order = (n: number) => choose(house.all('order'), ({ status }) => status === 'open', n);
  const bill = (n: number) =>
    choose(house.all('bill'), ({ status }) => status === 'unpaid' || status === 'partlyPaid', n);
  const table = (n: number) => choose(house.all('table'), ({ state }) => state === 'free', n);
  const newLines = (lines: SomeLine[]): NewLine[] =>
    lines.map(({ item, quantity, variantId, modifierIds, course }) => ({
      itemId: house.named('menuItem', item).id,
      quantity,
      ...(course === undefined ? {} : { course }),
      ...(variantId === undefined || item !== 'Lassi' ? {} : { variantId }),
      ...(modifierIds === undefined || item !== 'Lassi' ? {} : { modifierIds }),
    }));
  switch (what) {
    case 'create': {
      const tableId = how.table === null ? {} : { tableId: table(how.table).id };
      house.create({ type: how.type, lines: newLines(how.lines), ...tableId });
      return;
    }
    case 'changeGuests':
      house.changeGuests(order(how.order).id, how.guests);
      return;
    case 'addLines':
      house.add(order(how.order).id, ...newLines(how.lines));
      return;
    case 'changeLine':
    case 'changeNote': {
      const { id, lines } = order(how.order);
      const lineId = choose(lines, () => true, how.line).id;
      const change = 'quantity' in how ? { quantity: how.quantity } : { note: 'no chili' };
      house.changeLine(id, lineId, change);
      return;
    }
    case 'send':
      house.send(order(how.order).id);
      return;
    case 'sendCourse': {
      const { id, lines } = order(how.order);
      const others = (from: readonly Line[]) =>
        JSON.stringify(from.filter(({ course }) => course !== how.course));
      const { order: after, tickets } = house.send(id, how.course);
      if (others(after.lines) !== others(lines)) throw new Error('another course went too');
      if (after.lines.some((one) => one.course === how.course && unsent(one) > 0))
        throw new Error('half a course');
      if (tickets.some(({ items }) => items.some(({ course }) => course !== how.course)))
        throw new Error('a ticket of another course');
      return;
    }
    case 'voidLine': {
      const { id, lines } = order(how.order);
      house.void(id, choose(lines, (one) => owed(one) > 0, how.line).id, how.quantity);
      return;
    }
    case 'transfer':
      house.transfer(order(how.order).id, table(how.table).id);
      return;
    case 'merge':
      house.merge(order(how.into).id, order(how.from).id);
      return;
    case 'cancel':
      house.cancel(order(how.order).id);
      return;
    case 'step': {
      const { id, items } = choose(house.all('ticket'), ({ open }) => open, how.ticket);
      const item = how.item === null ? null : items[how.item % items.length];
      house.step(id, how.action, item?.lineId ?? null);
      return;
    }
    case 'shown': {
      const some = house.all('ticket').filter(({ open }, i) => open && (how.some || i % 2 === 0));
      const { id } = choose(house.all('ticket'), ({ open }) => open, how.ticket);
      house.shown([...new Set([id, ...some.map((ticket) => ticket.id)])]);
      return;
    }
    case 'watch':
      house.wait(how.seconds);
      house.watch();
      return;
    case 'bill':
      house.bill(order(how.order).id, how.send);
      return;
    case 'pay': {
      const { id, payable, paid } = bill(how.bill);
      const amount = Math.max(1, Math.floor(((payable - paid) * how.percent) / 100));
      house.pay(id, { tender: how.tender, amount });
      return;
    }
    case 'cancelBill':
      house.cancelBill(bill(how.bill).id);
      return;
    case 'availability':
      house.availability(choose(house.all('menuItem'), () => true, how.item).id, how.available);
      return;
    case 'time':
      house.now = new Date(Date.parse(house.now) + how.hours * 3_600_000).toISOString();
  }
}

/** What must not change when food only goes elsewhere, is billed or is paid (design §5.3). */
const NO_PORTIONS: ReadonlySet<Happening['what']> = new Set([
  'changeGuests',
  'transfer',
  'merge',
  'pay',
  'cancelBill',
  'shown',
  'watch',
]);

function portions(house: House): string {
  const owing = house.all('order').flatMap(({ lines }) => lines.map((one) => [one.id, owed(one)]));
  const asked = house.all('ticket').map(({ items }) => items.map(({ change }) => change));
  return JSON.stringify([owing.toSorted(), asked]);
}

t.test(
  'laws: whatever happens in a house, every invariant holds after every command',
  async (t) => {
    const effects = new Map<string, number>();
    const refusals = new Map<string, number>();
    const told = new Map<string, number>();
    const count = (counts: Map<string, number>, key: string) =>
      counts.set(key, (counts.get(key) ?? 0) + 1);

    fc.assert(
      fc.property(
        fc.array(anyHappening, { minLength: 20, maxLength: 120, size: 'max' }),
        (story) => {
          const house = furnished();
          for (const happening of story) {
            const before = { portions: portions(house), record: house.record() };
            house.role = happening.who;
            try {
              perform(house, happening);
              count(effects, happening.what);
            } catch (error) {
              if (!(error instanceof KotdError)) throw error;
              count(refusals, error.code);
              if (house.events.length !== before.record.events.length)
                throw new Error('half a refusal');
            }
            if (NO_PORTIONS.has(happening.what) && portions(house) !== before.portions) {
              throw new Error(`${happening.what} changed what the kitchen owes`);
            }
            const violations = house.violations();
            if (violations.length > 0)
              throw new Error(`${happening.what}: ${violations.join('; ')}`);
          }
          for (const { type } of house.events) count(told, type);
        },
      ),
      { numRuns: 250 },
    );

    for (const what of Object.keys(happenings)) {
      t.ok((effects.get(what) ?? 0) > 5, `${what} took effect ${effects.get(what)} times`);
    }
    for (const type of ['ticket.shown', 'ticket.unseen']) {
      t.ok((told.get(type) ?? 0) > 3, `${type} was told ${told.get(type)} times`);
    }
    for (const code of [
      'order_not_open',
      'table_busy',
      'approval_required',
      'no_route',
      'wrong_step',
    ]) {
      t.ok((refusals.get(code) ?? 0) > 5, `${code} refused ${refusals.get(code)} times`);
    }
  },
);
