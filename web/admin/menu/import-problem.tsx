import { t } from '../words.js';
import { quotedIn } from './file-text.js';

const CODES = [
  'missing',
  'cells',
  'not_a_price',
  'not_a_number',
  'not_a_choice',
  'not_a_list',
  'unknown_tax_class',
  'unknown_station',
  'repeated',
  'ambiguous',
] as const;

export interface ProblemProps {
  column: string;
  code: string;
  message: string;
}

/** What is wrong with one cell: its column, what stood there, and what should. */
export function Problem({ column, code, message }: ProblemProps) {
  const known = CODES.find((each) => each === code);
  const cell = known ? quotedIn(message) : null;
  return (
    <li>
      <code>{column}</code> {cell !== null && <q>{cell}</q>}{' '}
      {known ? t(`problem.${known}`) : t('problem.other', { message })}
    </li>
  );
}
