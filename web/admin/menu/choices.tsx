import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Several } from '../form/chips.js';
import { PriceField } from '../form/price-field.js';
import { t } from '../words.js';
import type { ChoiceDraft } from './item-draft.js';
import type { Station } from './shapes.js';

export interface ChoicesProps {
  /** What they are choices of, for those who listen. */
  label: string;
  choices: readonly ChoiceDraft[];
  /** Where they are in what is sent. */
  pointer: string;
  at: (pointer: string) => string | undefined;
  onChange: (choices: ChoiceDraft[]) => void;
  /** Given, each may lead to further stations. */
  stations?: readonly Station[];
}

/** Names with a price each: variants, or the modifiers of a group. */
export function Choices({ label, choices, pointer, at, onChange, stations }: ChoicesProps) {
  const put = (index: number, part: Partial<ChoiceDraft>) =>
    onChange(choices.map((each, i) => (i === index ? { ...each, ...part } : each)));
  return (
    <ul class="choices" aria-label={label}>
      {choices.map(({ key, name, price, stationIds }, index) => (
        <li key={key}>
          <Field
            label={t('choice.name')}
            value={name}
            wrong={at(`${pointer}/${index}/name`)}
            autoComplete="off"
            autofocus={key.startsWith('new')}
            onInput={(text) => put(index, { name: text })}
          />
          <PriceField
            label={t('choice.price')}
            value={price}
            wrong={at(`${pointer}/${index}/price`)}
            onInput={(text) => put(index, { price: text })}
          />
          <Button
            kind="quiet"
            icon="close"
            label={t('choice.remove', { name: name || String(index + 1) })}
            onClick={() => onChange(choices.filter((_, i) => i !== index))}
          />
          {stations && (
            <details open={stationIds.length > 0}>
              <summary>{t('modifier.stations')}</summary>
              <Several
                label={t('modifier.stationsHint')}
                wrong={at(`${pointer}/${index}/stationIds`)}
                chosen={stationIds}
                chips={stations.map(({ id, name: text }) => ({ value: id, text }))}
                onChange={(chosen) => put(index, { stationIds: chosen })}
              />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
