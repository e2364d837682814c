import type { KotdError } from '../domain/errors.js';
import { type Problem, problemOf } from '../handlers/problem.js';
import {
  EMPTY_LINES,
  JSON_LINES,
  lines,
  PROBLEM_LINES,
  TAGGED_LINES,
  UNCHANGED_LINES,
} from './headers.js';

/** What goes out, besides what every answer has: request id, limits, CORS. */
export interface Answer {
  status: number;
  /** Header lines (headers.ts). */
  lines: string;
  /** null: the answer has no body and no length. */
  body: string | Uint8Array | null;
}

/** Seconds after which a refusal of the moment that does not say it is worth another try. */
const RETRY_SECONDS = 1;

export const NO_CONTENT: Answer = { status: 204, lines: EMPTY_LINES, body: null };

/**
 * @param etag with its quotes, or null where the answer has no revision
 * @param text the body as JSON, where it is written already
 */
export function jsonAnswer(
  status: number,
  body: unknown,
  etag: string | null,
  text = JSON.stringify(body),
): Answer {
  return {
    status,
    lines: etag === null ? JSON_LINES : lines(JSON_LINES, `ETag: ${etag}`),
    body: text,
  };
}

/** A document that the client may keep and ask about again. */
export function taggedAnswer(body: unknown, etag: string): Answer {
  return { status: 200, lines: lines(TAGGED_LINES, `ETag: ${etag}`), body: JSON.stringify(body) };
}

/** The client has it already. */
export function unchanged(etag: string): Answer {
  return { status: 304, lines: lines(UNCHANGED_LINES, `ETag: ${etag}`), body: null };
}

/** @param wait seconds that a client out of budget should wait. */
export function problemAnswer(problem: Problem, wait: number | null = null): Answer {
  const more: string[] = [];
  if (problem.status === 401) more.push('WWW-Authenticate: Bearer realm="kotd"');
  if (problem.status === 429)
    more.push(`Retry-After: ${Math.max(1, wait ?? retrySeconds(problem))}`);
  if (problem.status === 503) more.push(`Retry-After: ${retrySeconds(problem)}`);
  return {
    status: problem.status,
    lines: lines(PROBLEM_LINES, ...more),
    body: JSON.stringify(problem),
  };
}

function retrySeconds({ retryAfterSeconds }: Problem): number {
  return typeof retryAfterSeconds === 'number' ? retryAfterSeconds : RETRY_SECONDS;
}

export function refusal(error: KotdError, traceId: string, wait: number | null = null): Answer {
  return problemAnswer(problemOf(error, traceId), wait);
}

export function withLines(answer: Answer, ...more: readonly string[]): Answer {
  return { ...answer, lines: lines(answer.lines, ...more) };
}
