import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../ui/icon.js';
import './form.css';

export interface Chip {
  value: string;
  text: ComponentChildren;
  disabled?: boolean;
}

interface Around {
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  chips: readonly Chip[];
}

export interface SeveralProps extends Around {
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Any of several, as chips. */
export function Several({ chips, chosen, onChange, ...around }: SeveralProps) {
  return (
    <Chips {...around}>
      {chips.map(({ value, text, disabled }) => {
        const on = chosen.includes(value);
        const next = on ? chosen.filter((each) => each !== value) : [...chosen, value];
        return (
          <label key={value}>
            <input
              type="checkbox"
              checked={on}
              disabled={disabled}
              onChange={() => onChange(next)}
            />
            {on && <Icon name="check" />}
            {text}
          </label>
        );
      })}
    </Chips>
  );
}

export interface OneOfProps extends Around {
  chosen: string;
  onChange: (chosen: string) => void;
}

/** One of a few, as chips: for what one wants to see all of; a longer list is a SelectField. */
export function OneOf({ chips, chosen, onChange, ...around }: OneOfProps) {
  const name = useId();
  return (
    <Chips {...around}>
      {chips.map(({ value, text, disabled }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            disabled={disabled}
            onChange={() => onChange(value)}
          />
          {text}
        </label>
      ))}
    </Chips>
  );
}

function Chips({
  label,
  hint,
  wrong,
  children,
}: Omit<Around, 'chips'> & { children: ComponentChildren }) {
  const said = useId();
  const has = hint !== undefined || wrong !== undefined;
  return (
    <fieldset class="chips" aria-describedby={has ? said : undefined}>
      <legend>{label}</legend>
      {children}
      {has && (
        <p id={said} class={wrong === undefined ? 'field-hint' : 'field-wrong'}>
          {wrong ?? hint}
        </p>
      )}
    </fieldset>
  );
}
