import { Button } from '../../ui/button.js';
import { t } from '../words.js';
import { Choices } from './choices.js';
import type { ChoiceDraft } from './item-draft.js';
import { newChoice } from './new-rows.js';

export interface VariantsProps {
  variants: readonly ChoiceDraft[];
  at: (pointer: string) => string | undefined;
  onChange: (variants: ChoiceDraft[]) => void;
}

/** Sizes and the like: each with a price that goes in the place of the item's. */
export function Variants({ variants, at, onChange }: VariantsProps) {
  return (
    <section class="form-part" aria-label={t('variants')}>
      <header>
        <span>{t('variants')}</span>
        <Button kind="quiet" icon="plus" onClick={() => onChange([...variants, newChoice()])}>
          {t('variant.add')}
        </Button>
      </header>
      {variants.length === 0 ? (
        <p class="field-hint">{t('variants.none')}</p>
      ) : (
        <Choices
          label={t('variants')}
          choices={variants}
          pointer="/variants"
          at={at}
          onChange={onChange}
        />
      )}
    </section>
  );
}
