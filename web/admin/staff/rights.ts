import type { Found } from '../../../client/calls.js';

export type StaffMember = Found<'staff.list'>['data'][number];
export type Role = StaffMember['role'];

/** From the one with most rights down. */
export const ROLES = ['owner', 'manager', 'cashier', 'waiter', 'kitchen'] as const satisfies Role[];

/** Whom a role may appoint, as the server has it: an owner anybody, a manager those with fewer rights. */
export function rolesFor(role: string): readonly Role[] {
  if (role === 'owner') return ROLES;
  return role === 'manager' ? ROLES.slice(2) : [];
}

/** Of people who also work elsewhere only those decide who may enter there too. */
export function mayDecideOn(
  role: string,
  outlets: readonly { id: string }[],
  person: Pick<StaffMember, 'role' | 'outletIds'>,
): boolean {
  const abroad = person.outletIds.some((id) => !outlets.some((outlet) => outlet.id === id));
  return !abroad && rolesFor(role).includes(person.role);
}

const PIN = /^\d{4,8}$/;
/** All the same digit, or a run up or down, beyond 9 and 0 too. */
const WEAK_STEPS = [0, 1, 9];

/** What is wrong with a PIN, as the server sees it. */
export function wrongPin(pin: string): 'notDigits' | 'pinWeak' | null {
  if (!PIN.test(pin)) return 'notDigits';
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10));
  const [step = 0] = steps;
  return steps.size === 1 && WEAK_STEPS.includes(step) ? 'pinWeak' : null;
}

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PASSWORD = { least: 8, most: 200 };

export function wrongEmail(email: string): 'needed' | 'notEmail' | null {
  if (email.trim() === '') return 'needed';
  return EMAIL.test(email.trim()) ? null : 'notEmail';
}

export function wrongPassword(password: string): 'needed' | 'tooShort' | 'tooLong' | null {
  if (password === '') return 'needed';
  if (password.length < PASSWORD.least) return 'tooShort';
  return password.length > PASSWORD.most ? 'tooLong' : null;
}
