import { money } from '../../state/place.js';
import { Labelled } from '../../ui/field.js';

export interface PriceFieldProps {
  label: string;
  value: string;
  wrong?: string | undefined;
  onInput: (value: string) => void;
  /** The label is said, not shown: a heading above shows it for all rows. */
  quiet?: boolean;
}

/** An amount in the outlet's currency, typed as decimals; amount.ts makes minor units of it. */
export function PriceField({ label, value, wrong, onInput, quiet = false }: PriceFieldProps) {
  return (
    <div class="price-field" data-quiet={quiet || undefined}>
      <Labelled label={label} wrong={wrong}>
        {(ties) => (
          <span class="price-box">
            <span aria-hidden="true">{currencySign()}</span>
            <input
              {...ties}
              value={value}
              inputMode="decimal"
              autoComplete="off"
              onInput={(event) => onInput(event.currentTarget.value)}
            />
          </span>
        )}
      </Labelled>
    </div>
  );
}

/** The sign that stands in every amount, wherever the language puts it. */
function currencySign(): string {
  return money(0).replace(/[\p{N}\p{P}\p{Z}]/gu, '');
}
