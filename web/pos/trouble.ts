import { ProblemError, SignedOut, Unreachable } from '../../client/problem.js';
import { wrongText } from '../state/wrong.js';
import { t } from './words.js';

const KNOWN = [
  'table_busy',
  'order_not_open',
  'order_has_unsent_lines',
  'nothing_to_bill',
  'order_full',
  'item_unavailable',
  'selection_invalid',
  'id_taken',
  'line_sent',
  'no_route',
  'not_found',
  'quantity_above_line',
  'quantity_below_sent',
  'approval_required',
  'approval_invalid',
  'bill_paid',
  'bill_cancelled',
  'bill_has_payments',
  'amount_above_due',
  'series_full',
  'archived',
] as const;

/** What went wrong, in words that say what to do; whatever it was. */
export function troubleText(error: unknown): string {
  if (error instanceof ProblemError) return refusalText(error.code, error);
  if (error instanceof Unreachable || error instanceof SignedOut) return wrongText(error);
  return t('trouble.device');
}

/** A refusal of the server by its code. @param error with whatever else the server said of it */
export function refusalText(code: string, error: unknown = { code }): string {
  const known = KNOWN.find((each) => each === code);
  return known ? t(`refused.${known}`) : wrongText(error);
}
