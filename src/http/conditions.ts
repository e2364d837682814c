import { KotdError } from '../domain/errors.js';

const REV = /^"(\d{1,16})"$/;
const KEY = /^[\x21-\x7e]{1,200}$/;
const TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** The command id that the caller chose, or null. @throws KotdError `invalid` */
export function commandId(idempotencyKey: string): string | null {
  if (idempotencyKey === '') return null;
  if (KEY.test(idempotencyKey)) return idempotencyKey;
  throw new KotdError('invalid', {
    detail: 'Idempotency-Key takes 1 to 200 visible ASCII characters',
  });
}

/**
 * The revision that `If-Match` insists on; null when there is none or any will do (`*`). A tag that
 * cannot be one of ours cannot be the present one. @throws KotdError `precondition_failed`
 */
export function revisionWanted(ifMatch: string): number | null {
  if (ifMatch === '' || ifMatch === '*') return null;
  const rev = Number(REV.exec(ifMatch)?.[1]);
  if (Number.isSafeInteger(rev)) return rev;
  throw new KotdError('precondition_failed', {
    detail: 'If-Match takes one ETag of this resource',
  });
}

/** The ETag of a document, or of the order that an answer is about; null where there is no revision. */
export function revisionTag(body: unknown): string | null {
  const rev = revOf(body) ?? (isObject(body) ? revOf(body.order) : undefined);
  return rev === undefined ? null : `"${rev}"`;
}

/**
 * Whether `If-None-Match` names one of the tags. Compared weakly, as RFC 9110 (13.1.2) asks: a proxy
 * that compresses makes our strong tag a weak one.
 */
export function namesTag(ifNoneMatch: string, ...tags: readonly string[]): boolean {
  if (ifNoneMatch === '*' || tags.includes(ifNoneMatch)) return true;
  for (const [, tag = ''] of ifNoneMatch.matchAll(TAG)) if (tags.includes(tag)) return true;
  return false;
}

function revOf(value: unknown): number | undefined {
  return isObject(value) && typeof value.rev === 'number' ? value.rev : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
