import type { Body } from '../../../client/calls.js';
import type { Role } from '../shapes.js';

/** What somebody with more rights may have to approve. */
export type Action = Body<'approval.grant'>['action'];

/** Whose role is enough, as the server has it: it decides, this only spares the asking. */
const ENOUGH: Record<Action, readonly Role[]> = {
  'order.voidLine': ['owner', 'manager', 'cashier'],
  'order.cancel': ['owner', 'manager', 'cashier'],
  'bill.cancel': ['owner', 'manager'],
};

/** Roles that the server takes payments from, and lets say what is sold out. */
const TILL: readonly string[] = ['owner', 'manager', 'cashier'];

export function mayDo(action: Action, role: string): boolean {
  const roles: readonly string[] = ENOUGH[action];
  return roles.includes(role);
}

export function mayTakePayment(role: string): boolean {
  return TILL.includes(role);
}

export function maySayAvailable(role: string): boolean {
  return TILL.includes(role);
}

/** Those who can approve it here: their role is enough, and they have a PIN. */
export function approvers<P extends { role: Role; hasPin: boolean }>(
  people: readonly P[],
  action: Action,
): P[] {
  return people.filter(({ role, hasPin }) => hasPin && mayDo(action, role));
}
