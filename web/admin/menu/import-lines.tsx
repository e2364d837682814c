import { useState } from 'preact/hooks';
import { number } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Banner, type Tone } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { OneOf } from '../form/chips.js';
import { t } from '../words.js';
import {
  type Filter,
  type Import,
  type ImportLine,
  type ImportProblem,
  kindsOf,
  shownLines,
} from './import-kinds.js';
import { ImportKinds } from './import-kinds-list.js';
import { Problem } from './import-problem.js';

type Action = ImportLine['action'];

const TONES: Record<Action, Tone | undefined> = {
  created: 'good',
  changed: 'info',
  unchanged: undefined,
  refused: 'bad',
};
const ACTIONS = ['created', 'changed', 'unchanged', 'refused'] as const;
/** Lines that are drawn at once: a file may have thousands. */
const STEP = 100;
/** So many lines one reads; from more on one wants to know what is wrong with most of them. */
const READ = 3;

export interface ImportLinesProps {
  /** Of the file. */
  name: string;
  result: Import;
  /** How its signs are meant, the file did not say. */
  guessed: boolean;
  /** What the outlet has: a name that is none of them is refused. */
  known: { taxClasses: readonly string[]; stations: readonly string[] };
  /** It is being taken. */
  busy: boolean;
  onTake: () => void;
  onOther: () => void;
}

/** What would come, or came, of each line of a file; what is wrong stands at its column. */
export function ImportLines({ result, known, onTake, onOther, ...of }: ImportLinesProps) {
  const { name, guessed, busy } = of;
  const { dryRun, totals, newCategories, ignoredColumns } = result;
  const [filter, setFilter] = useState<Filter>(
    totals.refused > 0 ? { by: 'action', action: 'refused' } : { by: 'all' },
  );
  const [most, setMost] = useState(STEP);
  const choose = (next: Filter) => {
    setFilter(next);
    setMost(STEP);
  };
  const lines = shownLines(result.lines, filter);
  const good = totals.created + totals.changed;
  const kinds = kindsOf(result.lines);
  const byKind = totals.refused > READ && kinds.length < totals.refused;
  const namesFor = ({ code }: ImportProblem) =>
    code === 'unknown_tax_class'
      ? known.taxClasses
      : code === 'unknown_station'
        ? known.stations
        : [];
  return (
    <section class="import" aria-label={name}>
      <header>
        <div>
          <h3>{name}</h3>
          <p class="soft">{dryRun ? t('file.would') : t('file.did')}</p>
        </div>
        <div class="office-tools">
          <Button onClick={onOther}>{dryRun ? t('file.other') : t('file.done')}</Button>
          {dryRun && (
            <Button kind="main" icon="check" disabled={good === 0} busy={busy} onClick={onTake}>
              {t('file.take', { n: good })}
            </Button>
          )}
        </div>
      </header>
      <Sum result={result} />
      {guessed && dryRun && <Banner tone="info">{t('file.guessed')}</Banner>}
      {newCategories.length > 0 && (
        <p>
          {t('file.newCategories')} {newCategories.join(', ')}
        </p>
      )}
      {ignoredColumns.length > 0 && (
        <p>
          {t('file.ignored')} {ignoredColumns.join(', ')}
        </p>
      )}
      {byKind && (
        <ImportKinds
          kinds={kinds}
          chosen={filter.by === 'kind' ? filter.key : null}
          onChoose={(key) =>
            choose(key === null ? { by: 'action', action: 'refused' } : { by: 'kind', key })
          }
          namesFor={namesFor}
        />
      )}
      <OneOf
        label={t('file.show')}
        chosen={filter.by === 'action' ? filter.action : filter.by}
        chips={[
          { value: 'all', text: `${t('file.all')} ${number(totals.lines)}` },
          ...ACTIONS.map((action) => ({
            value: action,
            text: `${t(`import.${action}`)} ${number(totals[action])}`,
            disabled: totals[action] === 0,
          })),
        ]}
        onChange={(value) => {
          const action = ACTIONS.find((each) => each === value);
          choose(action ? { by: 'action', action } : { by: 'all' });
        }}
      />
      {lines.length > 0 && (
        <ol class="import-lines">
          {lines.slice(0, most).map((line) => (
            <LineRow key={line.line} line={line} {...(byKind ? {} : { namesFor })} />
          ))}
        </ol>
      )}
      {lines.length > most && (
        <Button onClick={() => setMost(most + STEP)}>
          {t('file.more', { n: lines.length - most })}
        </Button>
      )}
    </section>
  );
}

/** What all of it comes to, and what to do about it. */
function Sum({ result: { dryRun, totals } }: { result: Import }) {
  const { lines, refused, unchanged, created, changed } = totals;
  if (lines === 0) return <Banner tone="warn">{t('file.noLines')}</Banner>;
  if (unchanged === lines) return <Banner tone="info">{t('file.nothing')}</Banner>;
  return (
    <>
      {!dryRun && <Banner tone="good">{t('file.taken', { created, changed })}</Banner>}
      {refused > 0 && (
        <Banner tone="warn">{t(dryRun ? 'file.refused' : 'file.left', { n: refused })}</Banner>
      )}
    </>
  );
}

interface LineRowProps {
  line: ImportLine;
  /** Left out: it is said above already. */
  namesFor?: (problem: ImportProblem) => readonly string[];
}

function LineRow({ line: { line, name, action, problems }, namesFor }: LineRowProps) {
  return (
    <li data-action={action}>
      <span class="import-line figures">{t('file.line', { n: line })}</span>
      <strong>{name || '–'}</strong>
      <Badge {...(TONES[action] ? { tone: TONES[action] } : {})}>{t(`import.${action}`)}</Badge>
      {problems.length > 0 && (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.column} ${problem.message}`}>
              <Problem problem={problem} names={namesFor?.(problem)} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
