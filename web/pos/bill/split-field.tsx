import { money } from '../../state/place.js';
import { Stepper } from '../menu/stepper.js';
import { t } from '../words.js';
import { shares } from './tender.js';

export interface SplitFieldProps {
  due: number;
  parts: number;
  /** Minor units of a whole share. */
  unit: number;
  onChange: (parts: number) => void;
}

const MOST_PARTS = 20;
/** Shares that are written out: they differ by one unit at most. */
const MOST_SHOWN = 4;

/** By how many people what is due is shared. The next payment is one share. */
export function SplitField({ due, parts, unit, onChange }: SplitFieldProps) {
  const all = shares(due, parts, unit);
  return (
    <div class="split">
      <p>
        {t('split')}
        {parts > 1 && (
          <small class="soft figures">
            {all.slice(0, MOST_SHOWN).map(money).join(' + ')}
            {all.length > MOST_SHOWN && ' + …'}
          </small>
        )}
      </p>
      <Stepper
        label={t('split')}
        value={parts}
        least={1}
        most={MOST_PARTS}
        text={t('split.parts', { n: parts })}
        onChange={onChange}
      />
    </div>
  );
}
