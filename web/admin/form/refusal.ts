import { wrongText } from '../../state/wrong.js';
import { t } from '../words.js';
import type { Refused } from './faults.js';

/** What a refusal carries besides: what still uses a thing that was to be archived. */
type Problem = Refused & Readonly<Record<string, unknown>>;

const USERS = [
  ...(['items', 'routing', 'fallback', 'defaultStation', 'openTickets', 'openOrders'] as const),
];
const KNOWN = ['archived', 'table_busy', 'last_owner', 'device_revoked', 'forbidden'] as const;

/** Whether it is the server that said no; anything else is the way to it, or a defect. */
export function isRefusal(error: unknown): error is { problem: Problem } {
  const { problem } = (error ?? {}) as { problem?: { code?: unknown } };
  return typeof problem?.code === 'string';
}

/** A refusal in words, with what can be done about it. */
export function refusalText(problem: Problem): string {
  const { code, usedBy } = problem;
  const user = USERS.find((each) => each === usedBy);
  if (code === 'in_use' && user) return t(`refused.in_use.${user}`);
  if (code === 'precondition_failed' || code === 'stale_rev') return t('refused.conflict');
  const known = KNOWN.find((each) => each === code);
  return known ? t(`refused.${known}`) : wrongText(problem);
}

/** What went wrong, in words, whatever it was. */
export function troubleText(error: unknown): string {
  return isRefusal(error) ? refusalText(error.problem) : wrongText(error);
}
