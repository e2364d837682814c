import { audited, type Deed } from './audit.js';
import { type Context, type Decision, decided, happened, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { mayAppoint } from './permissions.js';
import { type Known, needAllKnown } from './references.js';
import { endAll, timesPutOut } from './session.js';
import type { Organization } from './shapes/organization.js';
import type { Session, Staff, StaffChange, StaffMember } from './shapes/staff.js';
import { isActive, publicStaff } from './staff.js';

export interface OfficeState {
  /** Outlets that whoever asks may enter: nobody hands out more, or takes more away. */
  outlets: Known;
  /** Those of the person that are to end, should any have to. */
  sessions: readonly Session[];
}

export interface StaffChangeState extends OfficeState {
  organization: Organization;
  /** Other people who are owners and may log in. */
  otherOwners: number;
}

/**
 * Changes what comes with it. Whoever is no longer active is logged out everywhere at once. Who stops being
 * an owner takes the organization's rev along: of two owners who demote each other one must decide again,
 * and finds that they would be the last. The event names no name: streams are kept for ever.
 * @throws forbidden, not_found, last_owner
 */
export function changeStaff(
  staff: Staff,
  change: StaffChange,
  state: StaffChangeState,
  context: Context,
): Decision<StaffMember> {
  refuseOutOfReach(staff, state, context);
  if (change.role && !mayAppoint(context.actor.role, change.role)) throw new KotdError('forbidden');
  const outletIds = [...new Set(change.outletIds ?? staff.outletIds)];
  needAllKnown(outletIds, state.outlets, '/outletIds');
  const { active = isActive(staff) } = change;
  // At the return as well: a login may have slipped past the end of the others.
  const turned = active !== isActive(staff);
  const putOut = turned ? { putOut: timesPutOut(staff) + 1 } : {};
  const changed: Staff = { ...staff, ...change, ...putOut, outletIds, rev: staff.rev + 1 };
  const leaves = isOwner(staff) && !isOwner(changed);
  if (leaves && state.otherOwners === 0) throw new KotdError('last_owner');
  const { id, role } = changed;
  const facts = { id, role, active: isActive(changed) };
  const documents: Put[] = [
    { collection: 'staff', value: changed },
    audited(officeDeed('staff.changed', id, { role, active: facts.active }), context),
  ];
  if (leaves) {
    const { organization } = state;
    const value = { ...organization, rev: organization.rev + 1 };
    documents.push({ collection: 'organization', value });
  }
  const ended = endAll(turned ? state.sessions : [], context);
  return decided({
    documents: [...documents, ...ended.documents],
    events: [happened('staff.changed', facts, context), ...ended.events],
    result: publicStaff(changed),
  });
}

export interface PasswordState extends OfficeState {
  /** Of the person, where they reset it themselves: whoever does so stays logged in there. */
  kept: Session | undefined;
}

/**
 * Gives a person another password, and ends their sessions: whoever knew the old one is out, and who is just
 * trying it too.
 * @throws forbidden
 */
export function resetPassword(
  staff: Staff,
  passwordHash: string,
  { kept, ...state }: PasswordState,
  context: Context,
): Decision<null> {
  refuseOutOfReach(staff, state, context);
  const putOut = timesPutOut(staff) + 1;
  const documents: Put[] = [
    { collection: 'staff', value: { ...staff, passwordHash, putOut, rev: staff.rev + 1 } },
    audited(officeDeed('staff.passwordReset', staff.id), context),
  ];
  if (kept) {
    documents.push({ collection: 'session', value: { ...kept, putOut, rev: kept.rev + 1 } });
  }
  const ended = endAll(state.sessions, context);
  return decided({
    documents: [...documents, ...ended.documents],
    events: [happened('staff.passwordReset', { id: staff.id }, context), ...ended.events],
    result: null,
  });
}

/** Of people who also work elsewhere only those decide who may enter there too. @throws forbidden */
export function refuseOutOfReach(
  staff: Staff,
  { outlets }: Pick<OfficeState, 'outlets'>,
  { actor }: Context,
): void {
  const abroad = staff.outletIds.some((id) => !outlets.has(id));
  if (abroad || !mayAppoint(actor.role, staff.role)) throw new KotdError('forbidden');
}

function officeDeed(action: Deed['action'], id: string, details: Deed['details'] = {}): Deed {
  return { action, outletId: null, subject: { kind: 'staff', id }, details };
}

function isOwner(staff: Staff): boolean {
  return staff.role === 'owner' && isActive(staff);
}
