import { KotdError } from '../domain/errors.js';

/**
 * Refuses when the caller insisted on a revision that is no longer the newest: with `If-Match` as
 * RFC 9110 asks (412), with `rev` in the body as a conflict (409).
 * @throws KotdError `precondition_failed` or `stale_rev`
 */
export function insist(document: { rev: number }, ifMatch: number | null, rev?: number): void {
  const now = { extra: { rev: document.rev } };
  if (ifMatch !== null && ifMatch !== document.rev) throw new KotdError('precondition_failed', now);
  if (rev !== undefined && rev !== document.rev) throw new KotdError('stale_rev', now);
}
