import { audited } from './audit.js';
import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { mayAppoint } from './permissions.js';
import { type Known, needAllKnown } from './references.js';
import type { Login, NewStaff, Staff, StaffMember } from './shapes/staff.js';

/** The form in which an e-mail address names a login. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** What others may see of a person: never the password's hash. */
export function publicStaff(staff: Staff): StaffMember {
  const { id, name, email, role, outletIds } = staff;
  return { id, name, email, role, outletIds, active: isActive(staff) };
}

/** Whether a person may log in, and stay so. */
export function isActive({ active = true }: Pick<Staff, 'active'>): boolean {
  return active;
}

/**
 * A person, with all that is written of them: login and entry of the audit only ever appear
 * together with them. Whoever founds an organization is nobody yet, and takes themselves on.
 */
export function newStaff(
  person: Pick<Staff, 'name' | 'email' | 'passwordHash' | 'role' | 'outletIds'>,
  organizationId: string,
  context: Context,
): { staff: Staff; documents: Put[] } {
  const id = context.newId();
  const { role } = person;
  const email = normalEmail(person.email);
  const staff: Staff = { ...person, id, rev: 1, email, createdAt: context.now };
  const login: Login = { id: email, rev: 1, organizationId, staffId: id };
  const subject = { kind: 'staff', id } as const;
  const deed = { action: 'staff.created', outletId: null, subject, details: { role } } as const;
  const actor = context.actor.role === null ? { id, role } : context.actor;
  return {
    staff,
    documents: [
      { collection: 'staff', value: staff },
      { collection: 'login', value: login },
      audited(deed, { ...context, actor }),
    ],
  };
}

/** @throws email_taken when `login` is what stands under the address already */
export function refuseTakenEmail(login: Login | undefined): void {
  if (login) {
    throw new KotdError('email_taken', { errors: [{ pointer: '/email', message: 'in use' }] });
  }
}

export interface AppointState {
  organizationId: string;
  /** What stands under the normal form of the new e-mail address. */
  login: Login | undefined;
  /** Outlets the appointing person may enter: nobody hands out more. */
  outlets: Known;
}

/**
 * Takes a person on. The event names no name and no address: streams are kept for ever.
 * @throws forbidden, email_taken, not_found
 */
export function appoint(
  body: Omit<NewStaff, 'password'> & { passwordHash: string },
  state: AppointState,
  context: Context,
): Decision<StaffMember> {
  if (!mayAppoint(context.actor.role, body.role)) throw new KotdError('forbidden');
  needAllKnown(body.outletIds, state.outlets, '/outletIds');
  refuseTakenEmail(state.login);
  const { name, email, passwordHash, role } = body;
  const person = { name, email, passwordHash, role, outletIds: [...new Set(body.outletIds)] };
  const { staff, documents } = newStaff(person, state.organizationId, context);
  return decided({
    documents,
    events: [happened('staff.appointed', { id: staff.id, role: staff.role }, context)],
    result: publicStaff(staff),
  });
}
