import { Field } from '../../ui/field.js';
import { Chips } from '../menu/chips.js';
import { t } from '../words.js';

/** What most often is the reason. */
const REASONS = {
  line: ['mistake', 'changedMind', 'tooLong', 'quality', 'soldOut'],
  order: ['left', 'mistake', 'twice', 'tooLong'],
  bill: ['wrongItems', 'wrongGuests', 'addMore'],
} as const;
/** As the server takes it. */
const LONGEST = 500;

export interface ReasonProps {
  of: keyof typeof REASONS;
  value: string;
  onChange: (reason: string) => void;
}

/** Why something is taken back: tapped, or written. It is kept for ever. */
export function Reason({ of, value, onChange }: ReasonProps) {
  const offered = REASONS[of].map((key) => t(`reason.${key}`));
  return (
    <>
      <Chips
        label={t('reason')}
        takes="one"
        chips={offered.map((text) => ({ key: text, text }))}
        chosen={[value]}
        onToggle={onChange}
      />
      <Field
        label={t('reason.other')}
        value={offered.includes(value) ? '' : value}
        maxLength={LONGEST}
        autoComplete="off"
        onInput={onChange}
      />
    </>
  );
}
