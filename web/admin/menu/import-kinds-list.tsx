import { t } from '../words.js';
import type { ImportProblem, ProblemKind } from './import-kinds.js';
import { Problem } from './import-problem.js';

export interface ImportKindsProps {
  kinds: readonly ProblemKind[];
  /** Whose lines are shown; null: all. */
  chosen: string | null;
  onChoose: (key: string | null) => void;
  /** What may stand in a column instead. */
  namesFor: (problem: ImportProblem) => readonly string[];
}

/** What is wrong in many lines, said once for each kind; a tap shows its lines. */
export function ImportKinds({ kinds, chosen, onChoose, namesFor }: ImportKindsProps) {
  return (
    <ul class="import-kinds" aria-label={t('file.kinds')}>
      {kinds.map(({ key, problem, lines }) => (
        <li key={key}>
          <button
            type="button"
            aria-pressed={chosen === key}
            onClick={() => onChoose(chosen === key ? null : key)}
          >
            <strong class="figures">{t('file.times', { n: lines })}</strong>
            <span>
              <Problem problem={problem} names={namesFor(problem)} ofMany />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
