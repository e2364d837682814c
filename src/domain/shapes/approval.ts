import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Instant, Nullable, Reason, Rev } from './primitives.js';

/** What somebody with more rights can approve for one who has fewer. */
export const ApprovalAction = Type.Union([
  Type.Literal('order.voidLine'),
  Type.Literal('order.cancel'),
  Type.Literal('bill.cancel'),
]);
export type ApprovalAction = Static<typeof ApprovalAction>;

/** Says that `approvedBy` let `requestedBy` do one thing, once, to one order or bill. */
export const Approval = Type.Object(
  {
    id: Id,
    rev: Rev,
    action: ApprovalAction,
    orderId: Nullable(Id),
    billId: Nullable(Id),
    requestedBy: Id,
    approvedBy: Id,
    reason: Nullable(Reason),
    createdAt: Instant,
    expiresAt: Instant,
    usedAt: Nullable(Instant),
  },
  Closed,
);
export type Approval = Static<typeof Approval>;
