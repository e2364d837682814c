import type { Role } from './shapes/staff.js';

const everyone = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] as const;
const floor = ['owner', 'manager', 'cashier', 'waiter'] as const;
const till = ['owner', 'manager', 'cashier'] as const;
const kitchen = ['owner', 'manager', 'kitchen'] as const;
const office = ['owner', 'manager'] as const;

/** Which roles may do what: by the name of the command or query, and of what a socket listens to. */
export const PERMISSIONS = {
  'outlet.read': everyone,
  'outlet.create': ['owner'],
  'outlet.change': office,
  'routing.change': office,

  'staff.create': office,
  'staff.list': office,

  'menu.read': everyone,
  'menu.change': office,
  'menu.availability': ['owner', 'manager', 'cashier', 'kitchen'],
  'category.create': office,
  'taxClass.create': office,
  'table.read': everyone,
  'table.create': office,
  'station.read': everyone,
  'station.create': office,

  'order.read': floor,
  'order.create': floor,
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
  'bill.cancel': office,

  'report.read': office,
  'events.read': floor,

  'ticket.read': everyone,
  'ticket.start': kitchen,
  'ticket.ready': kitchen,
  'ticket.bump': kitchen,
  'ticket.recall': kitchen,

  'audience.floor': floor,
  'audience.bills': floor,
  'audience.kitchen': everyone,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function allows(permission: Permission, role: Role): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission];
  return roles.includes(role);
}

/** Who may take back what the kitchen has heard of; a waiter takes back only what it has not. */
export function mayVoidSent(role: Role | null): boolean {
  return role === 'owner' || role === 'manager' || role === 'cashier';
}

/** An owner appoints anybody; a manager those who have fewer rights than a manager. */
export function mayAppoint(role: Role | null, newRole: Role): boolean {
  if (role === 'owner') return true;
  return role === 'manager' && newRole !== 'owner' && newRole !== 'manager';
}
