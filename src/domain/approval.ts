import { audited } from './audit.js';
import { type Context, type Decision, decided, type Put } from './decision.js';
import { KotdError } from './errors.js';
import { mayCancelBill, mayVoidSent } from './permissions.js';
import type { Approval, ApprovalAction } from './shapes/approval.js';
import type { ActorRole, Staff } from './shapes/staff.js';

/** How long an approval waits to be used, in seconds: the walk from one till to another. */
export const APPROVAL_SECONDS = 120;

/** Whose role is enough, by what is to be done. */
const ENOUGH: Record<ApprovalAction, (role: ActorRole | null) => boolean> = {
  'order.voidLine': mayVoidSent,
  'order.cancel': mayVoidSent,
  'bill.cancel': mayCancelBill,
};

export interface ApprovalRequest {
  action: ApprovalAction;
  /** Of an order or of a bill, as the action has it. */
  orderId: string | null;
  billId: string | null;
  reason: string | null;
}

/** @throws forbidden when the role of who shall approve is not enough either */
export function refuseApprover(action: ApprovalAction, approver: Pick<Staff, 'role'>): void {
  if (ENOUGH[action](approver.role)) return;
  throw new KotdError('forbidden', {
    errors: [{ pointer: '/approverId', message: 'may not do this either' }],
  });
}

/**
 * Lets who asks do it once, within APPROVAL_SECONDS. That `approver` said so is for the caller to know.
 * @throws forbidden
 */
export function grantApproval(
  request: ApprovalRequest,
  approver: Pick<Staff, 'id' | 'role'>,
  outletId: string,
  context: Context,
): Decision<Approval> {
  refuseApprover(request.action, approver);
  const { action, orderId, billId, reason } = request;
  const approval: Approval = {
    id: context.newId(),
    rev: 1,
    action,
    orderId,
    billId,
    requestedBy: context.actor.id,
    approvedBy: approver.id,
    reason,
    createdAt: context.now,
    expiresAt: new Date(Date.parse(context.now) + APPROVAL_SECONDS * 1000).toISOString(),
    usedAt: null,
  };
  const entry = audited(
    {
      action: 'approval.granted',
      outletId,
      subject:
        orderId === null ? { kind: 'bill', id: billId ?? '' } : { kind: 'order', id: orderId },
      approvedBy: approver.id,
      reason,
      details: { approvalId: approval.id, for: action },
    },
    context,
  );
  return decided({
    documents: [{ collection: 'approval', value: approval }, entry],
    events: [],
    result: approval,
  });
}

/** By whose right something is done. */
export interface Sanction {
  approvedBy: string;
  approvalId: string | null;
  /** The approval as used up, to be written in the commit of the deed: two deeds then conflict. */
  documents: Put[];
}

/** What is to be done, and to which order or bill. */
export interface Wanted {
  action: ApprovalAction;
  subjectId: string;
  /** Whether it takes more than the right to ask for it. */
  needed: boolean;
}

/**
 * An approval that comes along must be good, and is used up; without one the actor's own role must do.
 * @throws approval_invalid, approval_required
 */
export function sanctioned(
  { action, subjectId, needed }: Wanted,
  approval: Approval | null,
  { actor, now }: Context,
): Sanction {
  if (approval === null) {
    if (needed && !ENOUGH[action](actor.role)) throw new KotdError('approval_required');
    return { approvedBy: actor.id, approvalId: null, documents: [] };
  }
  const { id, approvedBy, requestedBy, orderId, billId, usedAt, expiresAt } = approval;
  const meant = approval.action === action && (orderId ?? billId) === subjectId;
  if (!meant || requestedBy !== actor.id || usedAt !== null || expiresAt <= now) {
    throw new KotdError('approval_invalid');
  }
  const value = { ...approval, rev: approval.rev + 1, usedAt: now };
  return { approvedBy, approvalId: id, documents: [{ collection: 'approval', value }] };
}
