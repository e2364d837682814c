import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Instant, Name, Nullable } from './primitives.js';

export const AuditAction = Type.Union([
  Type.Literal('device.created'),
  Type.Literal('device.codeRenewed'),
  Type.Literal('device.paired'),
  Type.Literal('device.unpaired'),
  Type.Literal('device.revoked'),
  Type.Literal('pin.set'),
  Type.Literal('pin.locked'),
  Type.Literal('approval.granted'),
  Type.Literal('order.lineVoided'),
  Type.Literal('order.cancelled'),
  Type.Literal('bill.cancelled'),
  Type.Literal('bill.printed'),
  Type.Literal('staff.created'),
  Type.Literal('staff.changed'),
  Type.Literal('staff.passwordReset'),
]);
export type AuditAction = Static<typeof AuditAction>;

const Subject = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('device'),
      Type.Literal('staff'),
      Type.Literal('order'),
      Type.Literal('bill'),
    ]),
    id: Id,
  },
  Closed,
);

const Details = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
);

/** An entry of the audit with the names that its ids have now. */
export const AuditEntry = Type.Object(
  {
    id: Id,
    at: Instant,
    actor: Id,
    actorName: Nullable(Name),
    action: AuditAction,
    subject: Subject,
    subjectName: Nullable(Name),
    /** Whose right it was done by, where it took one: the approver, or the actor. */
    approvedBy: Nullable(Id),
    approverName: Nullable(Name),
    reason: Nullable(Type.String()),
    details: Details,
  },
  Closed,
);
export type AuditEntry = Static<typeof AuditEntry>;

/** What is stored of an entry: written once, never changed, and without names, which are kept with people. */
export interface AuditRecord
  extends Omit<AuditEntry, 'actorName' | 'subjectName' | 'approverName'> {
  rev: 1;
  /** Where it was done; null: it concerns the whole organization. */
  outletId: string | null;
}
