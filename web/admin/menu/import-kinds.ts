import type { Answer } from '../../../client/calls.js';
import { quotedIn } from './file-text.js';

/** What came, or would come, of each line. */
export type Import = Answer<'menu.import'>;
export type ImportLine = Import['lines'][number];
export type ImportProblem = ImportLine['problems'][number];

/** The same thing wrong in several lines. */
export interface ProblemKind {
  key: string;
  /** The first of them, to word it by. */
  problem: ImportProblem;
  /** How many lines have it. */
  lines: number;
}

/** Of these the cell is what is wrong, and one name that is mended mends all its lines. */
const BY_CELL = ['unknown_tax_class', 'unknown_station', 'not_a_choice'];

/** Of which kind a problem is. */
export function kindOf({ column, code, message }: ImportProblem): string {
  const cell = BY_CELL.includes(code) ? quotedIn(message) : null;
  return [column, code, cell ?? (code === 'does_not_fit' ? message : '')].join(' ');
}

/** What is wrong in a file, by kind, the most frequent first: of 500 lines mostly the same thing in all. */
export function kindsOf(lines: readonly ImportLine[]): ProblemKind[] {
  const kinds = new Map<string, ProblemKind>();
  for (const { problems } of lines) {
    const own = new Map(problems.map((problem) => [kindOf(problem), problem]));
    for (const [key, problem] of own) {
      const known = kinds.get(key);
      if (known) known.lines += 1;
      else kinds.set(key, { key, problem, lines: 1 });
    }
  }
  return [...kinds.values()].sort((a, b) => b.lines - a.lines);
}

/** Which lines are shown. */
export type Filter =
  | { by: 'all' }
  | { by: 'action'; action: ImportLine['action'] }
  | { by: 'kind'; key: string };

/** The lines that are sought, what is refused first: it is what one has to look at. */
export function shownLines(lines: readonly ImportLine[], filter: Filter): ImportLine[] {
  const found = lines.filter(
    ({ action, problems }) =>
      filter.by === 'all' ||
      (filter.by === 'action' && action === filter.action) ||
      (filter.by === 'kind' && problems.some((problem) => kindOf(problem) === filter.key)),
  );
  const isRefused = ({ action }: ImportLine) => action === 'refused';
  return [...found.filter(isRefused), ...found.filter((line) => !isRefused(line))];
}
