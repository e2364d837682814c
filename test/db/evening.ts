import type { Bill } from '../../src/domain/shapes/bill.js';
import type { Menu, MenuItem } from '../../src/domain/shapes/menu.js';
import type { Order } from '../../src/domain/shapes/order.js';
import type { Outlet, Station, Table } from '../../src/domain/shapes/organization.js';
import type { Role, StaffMember } from '../../src/domain/shapes/staff.js';
import type { KitchenState, Ticket } from '../../src/domain/shapes/ticket.js';
import type { Store } from '../../src/db/store.js';
import type { Reply } from '../../src/handlers/road.js';
import { Played, type Said } from './played.js';
import { playTrust } from './trust.js';

const PASSWORD = 'a-good-password';
const STAFF: readonly [Role, name: string][] = [
  ['manager', 'Meera'],
  ['cashier', 'Chitra'],
  ['waiter', 'Wasim'],
  ['waiter', 'Vani'],
  ['kitchen', 'Kiran'],
];

/** Signs a restaurant up and plays so many commands of an evening in it, good ones and bad ones. */
export async function playEvening(store: Store, seed: number, commands: number): Promise<Played> {
  const house = new Played(store, seed);
  await furnish(house);
  for (let i = 0; i < commands; i++) {
    house.wait();
    const said = await happening(house);
    if (!said) continue;
    // A manager may do everything: were it always anybody, too little would come of it.
    const who =
      house.number(2) === 0 ? house.person('manager') : (house.pick(house.people) ?? null);
    await house.run({ ...said, ...(house.number(8) === 0 ? { id: null } : {}) }, who);
    if (house.number(10) === 0) await house.repeat(house.number(3) === 0);
  }
  await playTrust(house);
  for (const id of house.outletIds) {
    await house.ask('menu.read', {}, id);
    await house.ask('report.day', { date: '2026-03-31' }, id);
  }
  return house;
}

async function furnish(house: Played): Promise<void> {
  const email = (name: string) => `${name}-${house.seed}@differential.kotd`;
  const owner = { ownerName: 'Asha', email: email('Asha'), password: PASSWORD };
  const signUp = { name: `House ${house.seed}`, outletName: 'Main', ...owner };
  const { user, outlets, refreshToken } = bodyOf<{
    user: { id: string; organizationId: string };
    outlets: { id: string }[];
    refreshToken: string;
  }>(await house.run({ type: 'organization.create', body: signUp, outletId: null }, null));
  house.outletIds = outlets.map(({ id }) => id);
  const { organizationId } = user;
  const rest = { organizationId, sessionId: 'session', expiresAt: 0 };
  house.people.push({ staffId: user.id, name: 'Asha', role: 'owner', outletIds: [], ...rest });
  const say = (type: string, body: object, outletId?: string) =>
    house.run({ type, body, ...(outletId ? { outletId } : {}) }, house.person('owner'));

  await house.repeat(false);
  await house.run({ type: 'organization.create', body: signUp }, null);
  const login = { email: email('Asha'), password: PASSWORD };
  await house.run({ type: 'auth.login', body: login }, null);
  await house.run({ type: 'auth.login', body: { ...login, password: 'wrong' } }, null);
  await house.run({ type: 'auth.refresh', body: { refreshToken } }, null);
  await house.run({ type: 'auth.refresh', body: { refreshToken } }, null);

  house.outletIds.push(bodyOf<Outlet>(await say('outlet.create', { name: 'Garden' })).id);
  for (const [role, name] of STAFF) {
    const person = { name, role, email: email(name), password: PASSWORD };
    const body = { ...person, outletIds: house.outletIds };
    const { id } = bodyOf<StaffMember>(await say('staff.create', body));
    house.people.push({ staffId: id, name, role, outletIds: house.outletIds, ...rest });
  }
  for (const outletId of house.outletIds) {
    const bar = bodyOf<Station>(await say('station.create', { name: 'Bar' }, outletId));
    const [kitchen] = await house.list<Station>('station.list', {}, outletId);
    const routing = [{ from: bar.id, to: kitchen?.id, after: '23:00' }];
    await say('routing.change', { routing }, outletId);
    await say('category.create', { name: 'Süßes & Würziges' }, outletId);
    const { taxClasses } = await house.ask<Menu>('menu.read', {}, outletId);
    const at = (i: number) => taxClasses[i % taxClasses.length]?.id;
    for (const item of [
      { name: 'Dosa', price: 8_055, taxClassId: at(0) },
      { name: 'தாளி 🍛', price: 33_333, taxClassId: at(1), stationIds: [kitchen?.id, bar.id] },
      { name: 'Lassi', price: 4_999, taxClassId: at(2), stationIds: [bar.id] },
      { name: 'Nobody cooks it', price: 100, taxClassId: at(0), stationIds: [] },
    ]) {
      await say('menu.createItem', item, outletId);
    }
    const fallback = { stationId: kitchen?.id, fallbackStationId: bar.id };
    await say('station.change', fallback, outletId);
    await say('outlet.change', { unseenAfterSeconds: 1 }, outletId);
    for (const name of ['T1', 'T2', 'T10']) await say('table.create', { name }, outletId);
  }
}

function bodyOf<B>({ status, body }: Reply): B {
  if (status < 300) return body as B;
  throw new Error(`refused: ${JSON.stringify(body)}`);
}

/**
 * Something that somebody in one of the outlets wants now; null when there is nothing to do it to.
 */
async function happening(house: Played): Promise<Said | null> {
  const outletId = house.pick(house.outletIds) ?? '';
  const status = house.pick(['open', 'open', 'open', 'open', 'billed', 'paid', 'cancelled']);
  const orders = () => house.list<Order>('order.list', { status }, outletId);
  const type = house.pick(OFTEN.flat()) ?? 'order.create';
  const body = await BODIES[type](house, outletId, orders);
  return body && { type, body, outletId };
}

type Body = Promise<object | null>;
type Making = (house: Played, outletId: string, orders: () => Promise<Order[]>) => Body;

const BODIES = {
  'order.create': async (house, outletId) => {
    const table = house.pick(await house.list<Table>('table.list', {}, outletId));
    const seated = house.number(3) > 0;
    const type = seated ? 'dineIn' : 'takeaway';
    const lines = await newLines(house, outletId, house.number(4));
    return { type, lines, ...(seated && table ? { tableId: table.id } : {}) };
  },
  'order.change': async (house, _, orders) =>
    onOrder(house, await orders(), () => ({ guests: 1 + house.number(3) })),
  'order.addLines': async (house, outletId, orders) => {
    const lines = await newLines(house, outletId, 1 + house.number(2));
    return onOrder(house, await orders(), () => ({ lines }));
  },
  'order.changeLine': async (house, _, orders) => {
    const change =
      house.number(2) === 0 ? { quantity: 1 + house.number(9) } : { note: house.pick(['a', 'b']) };
    return onLine(house, await orders(), change);
  },
  'order.send': async (house, _, orders) =>
    onOrder(house, await orders(), () => (house.number(3) === 0 ? { course: 1 } : {})),
  'order.voidLine': async (house, _, orders) =>
    onLine(house, await orders(), { quantity: 1 + house.number(3), reason: 'dropped' }),
  'order.transfer': async (house, outletId, orders) => {
    const table = house.pick(await house.list<Table>('table.list', {}, outletId));
    return onOrder(house, await orders(), () => ({ tableId: table?.id }));
  },
  'order.merge': async (house, _, orders) => {
    const [from, ...others] = await orders();
    return onOrder(house, others, () => ({ fromOrderId: from?.id }));
  },
  'order.cancel': async (house, _, orders) =>
    onOrder(house, await orders(), () => ({ reason: 'left' })),
  'ticket.start': onTicket('queued'),
  'ticket.ready': onTicket('started'),
  'ticket.bump': onTicket('ready'),
  'ticket.recall': onTicket('started'),
  'kitchen.shown': async (house, outletId) => {
    const tickets = await someTickets(house, outletId);
    const ids = tickets.map(({ id }) => id).filter(() => house.number(3) > 0);
    return { ticketIds: ids.length > 0 ? ids : ['nothing'] };
  },
  'ticket.unseen': async (house, outletId) => {
    const ticket = house.pick(await someTickets(house, outletId));
    return ticket ? { ticketId: ticket.id } : null;
  },
  'order.bill': async (house, _, orders) =>
    onOrder(house, await orders(), () => ({ send: house.number(4) > 0 })),
  'bill.pay': async (house, outletId) => {
    const bill = await someBill(house, outletId);
    if (!bill) return null;
    const due = Math.max(1, bill.payable - bill.paid);
    const amount = house.pick([due, due, Math.ceil(due / 3), due + 5_000]);
    return { billId: bill.id, tender: house.pick(['cash', 'card', 'upi']), amount };
  },
  'bill.cancel': async (house, outletId) => {
    const bill = await someBill(house, outletId);
    return bill ? { billId: bill.id, reason: 'wrong guest' } : null;
  },
  'bill.print': async (house, outletId) => {
    const bill = await someBill(house, outletId);
    return bill ? { billId: bill.id } : null;
  },
  'menu.setAvailability': async (house, outletId) => {
    const item = await someItem(house, outletId);
    return { itemId: item?.id, available: house.number(4) > 0 };
  },
  'menu.changeItem': async (house, outletId) => {
    const item = await someItem(house, outletId);
    return { itemId: item?.id, price: house.number(90_000) };
  },
  'table.create': async (house) => ({ name: `T${house.number(14)}`, section: 'Garden' }),
} satisfies Record<string, Making>;

/** As often as they stand here. */
const OFTEN: readonly (readonly (keyof typeof BODIES)[])[] = [
  ['order.create', 'order.create', 'order.create', 'order.addLines', 'order.addLines'],
  ['order.send', 'order.send', 'order.send', 'order.changeLine', 'order.change'],
  ['order.voidLine', 'order.voidLine', 'order.transfer', 'order.merge', 'order.cancel'],
  ['ticket.start', 'ticket.start', 'ticket.ready', 'ticket.bump', 'ticket.recall'],
  ['order.send', 'kitchen.shown', 'ticket.unseen', 'ticket.start', 'bill.cancel', 'order.bill'],
  ['order.bill', 'order.bill', 'bill.pay', 'bill.pay', 'bill.pay', 'bill.print', 'bill.cancel'],
  ['menu.setAvailability', 'menu.changeItem', 'table.create'],
];

/** Those on the screens of one station. */
async function someTickets(house: Played, outletId: string): Promise<Ticket[]> {
  const station = house.pick(await house.list<Station>('station.list', {}, outletId));
  if (!station) return [];
  return await house.list<Ticket>('ticket.ofStation', { stationId: station.id }, outletId);
}

/** Mostly on one that is as far as the step wants it. */
function onTicket(state: KitchenState): Making {
  return async (house, outletId) => {
    const tickets = await someTickets(house, outletId);
    const fit = tickets.filter((ticket) => ticket.state === state);
    const ticket = house.pick(fit.length > 0 && house.number(4) > 0 ? fit : tickets);
    const item = house.number(3) === 0 ? house.pick(ticket?.items ?? []) : undefined;
    return ticket ? { ticketId: ticket.id, ...(item ? { lineId: item.lineId } : {}) } : null;
  };
}

function onOrder(house: Played, orders: Order[], more: () => object): object | null {
  if (house.number(20) === 0) return { orderId: 'nobody', ...more() };
  const order = house.pick(orders);
  return order ? { orderId: order.id, ...more() } : null;
}

function onLine(house: Played, orders: Order[], more: object): object | null {
  const order = house.pick(orders.filter(({ lines }) => lines.length > 0));
  return order ? { orderId: order.id, lineId: house.pick(order.lines)?.id, ...more } : null;
}

async function newLines(house: Played, outletId: string, count: number): Promise<object[]> {
  const { items } = await house.ask<Menu>('menu.read', {}, outletId);
  // The last one is cooked nowhere, and seldom asked for.
  const cooked = house.number(12) === 0 ? items : items.slice(0, 3);
  return Array.from({ length: count }, () => ({
    itemId: house.pick(cooked)?.id,
    quantity: 1 + house.number(4),
    ...(house.number(2) === 0 ? { course: 1 + house.number(2) } : {}),
  }));
}

async function someItem(house: Played, outletId: string): Promise<MenuItem | undefined> {
  return house.pick((await house.ask<Menu>('menu.read', {}, outletId)).items);
}

async function someBill(house: Played, outletId: string): Promise<Bill | undefined> {
  const status = house.pick(['unpaid', 'unpaid', 'partlyPaid', 'paid']);
  const query = house.pick([{ status }, { status, date: '2026-03-31' }, {}]) ?? {};
  return house.pick(await house.list<Bill>('bill.list', query, outletId));
}
