import t from 'tap';
import {
  allows,
  mayAppoint,
  mayCancelBill,
  mayVoidSent,
  type Permission,
  PERMISSIONS,
} from '../../src/domain/permissions.js';
import type { ActorRole, Role } from '../../src/domain/shapes/staff.js';

/** A device at which nobody has logged in: a kitchen's screen is of the kitchen. */
const DEVICE = ['device.self', 'auth.pin'];
const ROLES: Role[] = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'];

/** The house rules written a second time, by role: what each may do besides what everybody may. */
const EVERYBODY = [
  ...['outlet.read', 'menu.read', 'table.read', 'station.read', 'ticket.read'],
  ...['audience.kitchen', 'people.list', 'staff.setPin'],
];
const FLOOR = [
  ...['order.read', 'order.create', 'order.addLines', 'order.changeLine', 'order.voidLine'],
  ...['order.send', 'order.transfer', 'order.merge', 'order.cancel', 'order.calculate'],
  ...['order.bill', 'bill.read', 'events.read', 'audience.floor', 'audience.bills'],
  ...['order.change'],
  ...['bill.cancel', 'bill.print', 'approval.grant'],
];
const KITCHEN = [
  ...['ticket.start', 'ticket.ready', 'ticket.bump', 'ticket.recall', 'kitchen.shown'],
];
const TILL = ['bill.pay', 'menu.availability'];
const OFFICE = [
  ...['outlet.change', 'routing.change', 'staff.create', 'staff.list'],
  ...['menu.change', 'category.create', 'taxClass.create', 'table.create', 'station.create'],
  ...['device.create', 'device.list', 'device.renewCode', 'device.revoke'],
  ...['report.read', 'audit.list'],
  ...['staff.change', 'staff.resetPassword', 'category.change', 'taxClass.change'],
  ...['table.change', 'station.change', 'menu.arrange', 'menu.import', 'menu.export'],
];
const MAY: Record<ActorRole, string[]> = {
  owner: [...EVERYBODY, ...FLOOR, ...KITCHEN, ...TILL, ...OFFICE, 'outlet.create'],
  manager: [...EVERYBODY, ...FLOOR, ...KITCHEN, ...TILL, ...OFFICE],
  cashier: [...EVERYBODY, ...FLOOR, ...TILL],
  waiter: [...EVERYBODY, ...FLOOR],
  kitchen: [...EVERYBODY, ...KITCHEN, ...DEVICE, 'menu.availability'],
  terminal: ['menu.read', 'table.read', 'people.list', ...DEVICE],
};

t.test('permissions: every role may do exactly what is written', async (t) => {
  const all = Object.keys(PERMISSIONS) as Permission[];
  for (const role of [...ROLES, 'terminal'] as const) {
    const may = all.filter((permission) => allows(permission, role));
    t.strictSame(may.toSorted(), MAY[role].toSorted(), role);
  }
});

t.test('permissions: what the kitchen has heard of takes more than a waiter', async (t) => {
  t.strictSame(ROLES.filter(mayVoidSent), ['owner', 'manager', 'cashier']);
  t.equal(mayVoidSent(null), false);
  t.strictSame(ROLES.filter(mayCancelBill), ['owner', 'manager'], 'a tax invoice takes the office');
});

t.test('permissions: nobody appoints somebody of their own rights, but an owner', async (t) => {
  const appointed = (role: Role | null) => ROLES.filter((newRole) => mayAppoint(role, newRole));
  t.strictSame(appointed('owner'), ROLES);
  t.strictSame(appointed('manager'), ['cashier', 'waiter', 'kitchen']);
  for (const role of ['cashier', 'waiter', 'kitchen', null] as const) {
    t.strictSame(appointed(role), [], `${role}`);
  }
});
