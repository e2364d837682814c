import t from 'tap';
import {
  allows,
  mayAppoint,
  mayVoidSent,
  type Permission,
  PERMISSIONS,
} from '../../src/domain/permissions.js';
import type { Role } from '../../src/domain/shapes/staff.js';

const ROLES: Role[] = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'];

/** The house rules written a second time, by role: what each may do besides what everybody may. */
const EVERYBODY = [
  ...['outlet.read', 'menu.read', 'table.read', 'station.read', 'ticket.read'],
  'audience.kitchen',
];
const FLOOR = [
  ...['order.read', 'order.create', 'order.addLines', 'order.changeLine', 'order.voidLine'],
  ...['order.send', 'order.transfer', 'order.merge', 'order.cancel', 'order.calculate'],
  ...['order.bill', 'bill.read', 'events.read', 'audience.floor', 'audience.bills'],
];
const KITCHEN = ['ticket.start', 'ticket.ready', 'ticket.bump', 'ticket.recall'];
const TILL = ['bill.pay', 'menu.availability'];
const OFFICE = [
  ...['outlet.change', 'routing.change', 'staff.create', 'staff.list'],
  ...['menu.change', 'category.create', 'taxClass.create', 'table.create', 'station.create'],
  ...['bill.cancel', 'report.read'],
];
const MAY: Record<Role, string[]> = {
  owner: [...EVERYBODY, ...FLOOR, ...KITCHEN, ...TILL, ...OFFICE, 'outlet.create'],
  manager: [...EVERYBODY, ...FLOOR, ...KITCHEN, ...TILL, ...OFFICE],
  cashier: [...EVERYBODY, ...FLOOR, ...TILL],
  waiter: [...EVERYBODY, ...FLOOR],
  kitchen: [...EVERYBODY, ...KITCHEN, 'menu.availability'],
};

t.test('permissions: every role may do exactly what is written', async (t) => {
  const all = Object.keys(PERMISSIONS) as Permission[];
  for (const role of ROLES) {
    const may = all.filter((permission) => allows(permission, role));
    t.strictSame(may.toSorted(), MAY[role].toSorted(), role);
  }
});

t.test('permissions: what the kitchen has heard of takes more than a waiter', async (t) => {
  t.strictSame(ROLES.filter(mayVoidSent), ['owner', 'manager', 'cashier']);
  t.equal(mayVoidSent(null), false);
});

t.test('permissions: nobody appoints somebody of their own rights, but an owner', async (t) => {
  const appointed = (role: Role | null) => ROLES.filter((newRole) => mayAppoint(role, newRole));
  t.strictSame(appointed('owner'), ROLES);
  t.strictSame(appointed('manager'), ['cashier', 'waiter', 'kitchen']);
  for (const role of ['cashier', 'waiter', 'kitchen', null] as const) {
    t.strictSame(appointed(role), [], `${role}`);
  }
});
