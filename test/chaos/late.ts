import type { Fault } from './fault.js';
import type { Outcome } from './play.js';

type Limits = Pick<Fault, 'answerWithinMs' | 'kitchenP99Ms'>;
type Times = Pick<Outcome, 'longestAnswerMs' | 'kitchenMs'>;

/** What took longer than the fault may make it take, in words; empty is good. */
export function late({ answerWithinMs, kitchenP99Ms }: Limits, times: Times): string[] {
  const { longestAnswerMs, kitchenMs } = times;
  const found: string[] = [];
  if (longestAnswerMs > answerWithinMs) {
    found.push(`an answer took ${longestAnswerMs.toFixed(0)} ms, more than ${answerWithinMs}`);
  }
  if (kitchenMs && kitchenMs.p99 > (kitchenP99Ms ?? Number.POSITIVE_INFINITY)) {
    found.push(`1 of 100 tickets took ${kitchenMs.p99} ms, more than ${kitchenP99Ms}`);
  }
  return found;
}
