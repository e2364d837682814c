import { type Static, Type } from '@sinclair/typebox';
import { grantApproval, refuseApprover } from '../domain/approval.js';
import type { Decision } from '../domain/decision.js';
import { KotdError, notFound } from '../domain/errors.js';
import { rightPin } from '../domain/pin.js';
import { Approval, ApprovalAction } from '../domain/shapes/approval.js';
import { Pin } from '../domain/shapes/pin.js';
import { Closed, Id, Reason } from '../domain/shapes/primitives.js';
import { isActive } from '../domain/staff.js';
import { checkPin } from './auth/pin-check.js';
import { mayEnter } from './auth/principal.js';
import type { Reader } from './reader.js';
import { command } from './spec.js';

const Request = Type.Object(
  {
    approverId: Id,
    pin: Pin,
    action: ApprovalAction,
    orderId: Type.Optional(Id),
    billId: Type.Optional(Id),
    reason: Type.Optional(Reason),
  },
  Closed,
);

// Over HTTP alone: a PIN has no business in what a terminal keeps to send it later.
export const postApproval = command({
  type: 'approval.grant',
  method: 'POST',
  path: '/outlets/{outletId}/approvals',
  summary: 'Somebody with more rights approves one thing by their PIN; good once, for two minutes',
  reach: 'outlet',
  permission: 'approval.grant',
  limit: 'orders',
  body: Request,
  answer: Approval,
  status: 201,
  secrets: ['pin'],
  inTurn: ({ approverId }) => `pin/${approverId}`,
  async decide(work, body): Promise<Decision<Approval | null>> {
    const { read, outlet, principal, context } = work;
    const { approverId, pin, action, reason = null } = body;
    const subject = await subjectOf(read, body);
    const approver = await read.get('staff', approverId);
    if (!approver || !isActive(approver) || !mayEnter(approver, outlet.id)) {
      throw notFound('/approverId');
    }
    // Who may do what is no secret, so it costs no try.
    refuseApprover(action, approver);
    const place = { placeId: principal.device?.id ?? principal.staffId, outletId: outlet.id };
    const { trial, refused } = await checkPin(work, approver, pin, place);
    if (refused) return refused;
    const request = { action, ...subject, reason };
    const { counters, changes } = grantApproval(request, approver, outlet.id, context);
    return {
      counters,
      changes(numbers) {
        const grant = changes(numbers);
        return { ...grant, documents: [...grant.documents, rightPin(trial, context)] };
      },
    };
  },
});

/** What is to be approved, which must be there. @throws invalid, not_found */
async function subjectOf(read: Reader, { action, orderId, billId }: Static<typeof Request>) {
  const onBill = action === 'bill.cancel';
  const [wanted, other] = onBill ? ['billId', 'orderId'] : ['orderId', 'billId'];
  const id = onBill ? billId : orderId;
  if (id === undefined) throw misfit(`/${wanted}`, `${action} needs it`);
  if ((onBill ? orderId : billId) !== undefined) throw misfit(`/${other}`, `not for ${action}`);
  await read.need(onBill ? 'bill' : 'order', id, `/${wanted}`);
  return { orderId: onBill ? null : id, billId: onBill ? id : null };
}

function misfit(pointer: string, message: string): KotdError {
  return new KotdError('invalid', { errors: [{ pointer, message }] });
}

/** The approval that a command names; null where it names none. @throws approval_invalid */
export async function namedApproval(read: Reader, approvalId?: string): Promise<Approval | null> {
  if (approvalId === undefined) return null;
  const found = await read.get('approval', approvalId);
  if (!found) throw new KotdError('approval_invalid');
  return found;
}
