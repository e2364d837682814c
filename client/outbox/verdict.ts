import { backoff } from '../backoff.js';
import { type Problem, type ProblemCode, retryAfterMs } from '../problem.js';

/** Answers of `internal` after which a command counts as one that the server cannot carry out. */
const MOST_DEFECTS = 10;

/** What would meet every other command as well: whoever sends on only adds to it. */
const OF_ALL: readonly ProblemCode[] = ['rate_limited', 'store_unavailable'];

/** What a refusal means for the command that met it. */
export type Refusal =
  | { kind: 'dead' }
  /** Once more, not before so long; `all`: nothing else either. */
  | { kind: 'again'; inMs: number; all: boolean };

/**
 * Whether a refused command may succeed later, by what the server says of its own refusals.
 * @param tries how often it was refused so far, this time included
 * @param random 0 ≤ n < 1
 */
export function judge(problem: Problem, tries: number, random: number): Refusal {
  // The token ran out on the way: the connection gets another one, and the command was not looked at.
  const again = problem.retryable || problem.status === 401;
  if (!again) return { kind: 'dead' };
  if (problem.code === 'internal' && tries >= MOST_DEFECTS) return { kind: 'dead' };
  const asked = retryAfterMs(problem);
  // All tills of a house are told the same moment: they must not come back at the same one.
  const inMs = asked === null ? backoff(tries, random) : asked * (1 + random / 10);
  return { kind: 'again', inMs, all: OF_ALL.includes(problem.code) };
}
