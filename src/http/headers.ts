import { SECURITY as SECURITY_HEADERS } from '../handlers/security.js';
import type { LimitVerdict } from '../limits/limits.js';

/*
 * Header lines are prepared text, `Name: value` joined by CRLF: uWebSockets writes a header's value as
 * it is, so a whole block goes out in one call instead of one call a header. Nothing that a client sent
 * may enter a block unless it was checked against a list of allowed characters or values.
 */

export function lines(...each: readonly string[]): string {
  return each.join('\r\n');
}

const SECURITY = lines(...SECURITY_HEADERS.map(([name, value]) => `${name}: ${value}`));

const NO_STORE = 'Cache-Control: no-store';
/** Every use asks first whether it still holds, with the ETag. */
const REVALIDATE = 'Cache-Control: private, no-cache';
const JSON_TYPE = 'Content-Type: application/json';

export const PROBLEM_LINES = lines(SECURITY, 'Content-Type: application/problem+json', NO_STORE);
export const JSON_LINES = lines(SECURITY, JSON_TYPE, NO_STORE);
export const TAGGED_LINES = lines(SECURITY, JSON_TYPE, REVALIDATE);
export const READY_LINES = lines(TAGGED_LINES, 'Vary: Accept-Encoding');
export const GZIP_LINES = lines(READY_LINES, 'Content-Encoding: gzip');
export const UNCHANGED_LINES = lines(SECURITY, REVALIDATE, 'Vary: Accept-Encoding');
export const EMPTY_LINES = lines(SECURITY, NO_STORE);
export const METRICS_LINES = lines(
  SECURITY,
  'Content-Type: text/plain; version=0.0.4; charset=utf-8',
  NO_STORE,
);

/**
 * What is sent since there is nothing newer. RFC 9111 has given `Warning` up because nobody sent it; a till
 * that shows old prices as old needs to be told, and `Age` alone says nothing of how young it should be.
 * @param age whole seconds since the bytes were made, or found to be as new as the store
 */
export function staleLines(age: number): string {
  return lines(`Age: ${age}`, 'Warning: 110 - "Response is Stale"');
}

/** draft-ietf-httpapi-ratelimit-headers-10: what is left of the tightest budget, and what the budget is. */
export function rateLimitLines({ name, limit, remaining, resetSeconds }: LimitVerdict): string {
  return `RateLimit: "${name}";r=${remaining};t=${resetSeconds}\r\nRateLimit-Policy: "${name}";q=${limit};w=60`;
}
