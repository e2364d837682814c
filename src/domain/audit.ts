import type { Context, Put } from './decision.js';
import type { AuditRecord } from './shapes/audit.js';

/** What somebody did that needed trust; who and when, the context says. */
export type Deed = Pick<AuditRecord, 'action' | 'subject' | 'outletId'> &
  Partial<Pick<AuditRecord, 'approvedBy' | 'reason' | 'details'>>;

/**
 * The entry of the audit, to be written in the commit of the deed itself: there is neither without the other.
 * It is kept for ever, so it names nobody but by id, and holds no secret.
 */
export function audited(deed: Deed, context: Context): Put {
  const { action, subject, outletId, approvedBy = null, reason = null, details = {} } = deed;
  const { newId, now, actor } = context;
  const value: AuditRecord = {
    id: newId(),
    rev: 1,
    outletId,
    at: now,
    actor: actor.id,
    action,
    subject,
    approvedBy,
    reason,
    details,
  };
  return { collection: 'audit', value };
}
