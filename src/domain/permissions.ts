import type { ActorRole, Role } from './shapes/staff.js';

const everyone = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] as const;
const floor = ['owner', 'manager', 'cashier', 'waiter'] as const;
const till = ['owner', 'manager', 'cashier'] as const;
const kitchen = ['owner', 'manager', 'kitchen'] as const;
const office = ['owner', 'manager'] as const;
/** A till at which nobody has logged in sees what a menu card and a look around would show. */
const anyDevice = [...everyone, 'terminal'] as const;

/** Which roles may do what: by the name of the command or query, and of what a socket listens to. */
export const PERMISSIONS = {
  'outlet.read': everyone,
  'outlet.create': ['owner'],
  'outlet.change': office,
  'routing.change': office,

  'staff.create': office,
  'staff.list': office,
  'staff.change': office,
  'staff.resetPassword': office,
  'staff.setPin': everyone,
  'people.list': anyDevice,

  'device.create': office,
  'device.list': office,
  'device.renewCode': office,
  'device.revoke': office,
  // Of a device itself: a kitchen's screen has the role of the kitchen.
  'device.self': ['kitchen', 'terminal'],
  'auth.pin': ['kitchen', 'terminal'],

  'menu.read': anyDevice,
  'menu.change': office,
  'menu.availability': ['owner', 'manager', 'cashier', 'kitchen'],
  'menu.arrange': office,
  'menu.import': office,
  'menu.export': office,
  'category.create': office,
  'category.change': office,
  'taxClass.create': office,
  'taxClass.change': office,
  'table.read': anyDevice,
  'table.create': office,
  'table.change': office,
  'station.read': everyone,
  'station.create': office,
  'station.change': office,

  'order.read': floor,
  'order.create': floor,
  'order.change': floor,
  'order.addLines': floor,
  'order.changeLine': floor,
  'order.voidLine': floor,
  'order.send': floor,
  'order.transfer': floor,
  'order.merge': floor,
  'order.cancel': floor,
  'order.calculate': floor,
  'order.bill': floor,

  'bill.read': floor,
  'bill.pay': till,
  'bill.print': floor,
  // With an approval, if it takes more: see domain/approval.ts.
  'bill.cancel': floor,
  'approval.grant': floor,

  'report.read': office,
  'audit.list': office,
  'events.read': floor,

  'ticket.read': everyone,
  'ticket.start': kitchen,
  'ticket.ready': kitchen,
  'ticket.bump': kitchen,
  'ticket.recall': kitchen,
  'kitchen.shown': kitchen,

  'audience.floor': floor,
  'audience.bills': floor,
  'audience.kitchen': everyone,
} as const satisfies Record<string, readonly ActorRole[]>;

export type Permission = keyof typeof PERMISSIONS;

export function allows(permission: Permission, role: ActorRole): boolean {
  const roles: readonly ActorRole[] = PERMISSIONS[permission];
  return roles.includes(role);
}

/** Who may take back what the kitchen has heard of; a waiter takes back only what it has not. */
export function mayVoidSent(role: ActorRole | null): boolean {
  return role === 'owner' || role === 'manager' || role === 'cashier';
}

/** Who may take a tax invoice back. */
export function mayCancelBill(role: ActorRole | null): boolean {
  return role === 'owner' || role === 'manager';
}

/** An owner appoints anybody; a manager those who have fewer rights than a manager. */
export function mayAppoint(role: ActorRole | null, newRole: Role): boolean {
  if (role === 'owner') return true;
  return role === 'manager' && newRole !== 'owner' && newRole !== 'manager';
}
