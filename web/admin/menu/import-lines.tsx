import { useState } from 'preact/hooks';
import { Badge } from '../../ui/badge.js';
import { Banner, type Tone } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { OneOf } from '../form/chips.js';
import { t } from '../words.js';
import type { Import } from './menu-file.js';
import { Problem } from './import-problem.js';

type Line = Import['lines'][number];
type Action = Line['action'];

const TONES: Record<Action, Tone | undefined> = {
  created: 'good',
  changed: 'info',
  unchanged: undefined,
  refused: 'bad',
};
const ACTIONS = ['created', 'changed', 'unchanged', 'refused'] as const;
/** Lines that are drawn at once: a file may have thousands. */
const STEP = 100;

export interface ImportLinesProps {
  /** Of the file. */
  name: string;
  result: Import;
  onTake: () => void;
  onOther: () => void;
}

/** What would come, or came, of each line of a file; what is wrong stands at its column. */
export function ImportLines({ name, result, onTake, onOther }: ImportLinesProps) {
  const { dryRun, totals, newCategories, ignoredColumns } = result;
  const [only, setOnly] = useState<Action | 'all'>(totals.refused > 0 ? 'refused' : 'all');
  const [most, setMost] = useState(STEP);
  const lines = result.lines.filter(({ action }) => only === 'all' || action === only);
  const good = totals.created + totals.changed;
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
            <Button kind="main" icon="check" disabled={good === 0} onClick={onTake}>
              {t('file.take', { n: good })}
            </Button>
          )}
        </div>
      </header>
      {dryRun && totals.refused > 0 && (
        <Banner tone="warn">{t('file.refused', { n: totals.refused })}</Banner>
      )}
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
      <OneOf
        label={t('file.show')}
        chosen={only}
        chips={[
          { value: 'all', text: `${t('file.all')} ${totals.lines}` },
          ...ACTIONS.map((action) => ({
            value: action,
            text: `${t(`import.${action}`)} ${totals[action]}`,
            disabled: totals[action] === 0,
          })),
        ]}
        onChange={(value) => {
          setOnly(ACTIONS.find((each) => each === value) ?? 'all');
          setMost(STEP);
        }}
      />
      <ol class="import-lines">
        {lines.slice(0, most).map(({ line, name: item, action, problems }) => (
          <li key={line} data-action={action}>
            <span class="import-line figures">{t('file.line', { n: line })}</span>
            <strong>{item || '–'}</strong>
            <Badge {...(TONES[action] ? { tone: TONES[action] } : {})}>
              {t(`import.${action}`)}
            </Badge>
            {problems.length > 0 && (
              <ul>
                {problems.map((problem) => (
                  <Problem key={`${problem.column} ${problem.message}`} {...problem} />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
      {lines.length > most && (
        <Button onClick={() => setMost(most + STEP)}>
          {t('file.more', { n: lines.length - most })}
        </Button>
      )}
    </section>
  );
}
