import { faultOf } from '../form/faults.js';
import { t } from '../words.js';
import { quotedIn } from './file-text.js';
import type { ImportProblem } from './import-kinds.js';

const CODES = [
  'missing',
  'cells',
  'not_a_price',
  'price_too_large',
  'not_a_number',
  'not_a_choice',
  'not_a_list',
  'unknown_tax_class',
  'unknown_station',
  'repeated',
  'ambiguous',
] as const;

export interface ProblemProps {
  problem: ImportProblem;
  /** Told of many lines: what stood in the first of them is left out, unless it is what is wrong. */
  ofMany?: boolean;
  /** What may stand there instead, where nobody can know by heart. */
  names?: readonly string[] | undefined;
}

/** What is wrong with one cell: its column, what stood there, and what should. */
export function Problem({ problem, ofMany = false, names = [] }: ProblemProps) {
  const { column, code, message } = problem;
  const known = CODES.find((each) => each === code);
  const named = code.startsWith('unknown_') || code === 'not_a_choice';
  const cell = known && (named || !ofMany) ? quotedIn(message) : null;
  return (
    <>
      <code>{column}</code> {cell !== null && <q>{cell}</q>}{' '}
      {known ? t(`problem.${known}`) : otherText(problem)}
      {names.length > 0 && ` ${t('problem.names', { names: names.join(', ') })}`}
    </>
  );
}

/** The field itself refuses what stands there: mostly in words that the forms have as well. */
function otherText({ column, message }: ImportProblem): string {
  const said = message.replace(/^\/\S*: /, '');
  // Of these, which may be left out, the message only tells that they are neither right nor left out.
  if (column === 'hsn') return t('fault.notHsn');
  if (column === 'code') return t('problem.code');
  if (column === 'position') return t('fault.tooLarge');
  const fault = faultOf(said);
  return fault ? t(`fault.${fault}`) : t('problem.other', { message: said });
}
