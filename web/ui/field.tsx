import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

interface Around {
  label: string;
  /** Said below, as long as nothing is wrong. */
  hint?: string | undefined;
  /** What is wrong with it, if anything. */
  wrong?: string | undefined;
}

/** What a control has to carry so that label, hint and complaint are its own. */
interface Ties {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

/** What of an <input> a field passes on. */
type Passed = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'name'
  | 'value'
  | 'inputMode'
  | 'autoComplete'
  | 'autoCapitalize'
  | 'spellcheck'
  | 'autofocus'
  | 'required'
  | 'disabled'
  | 'readOnly'
  | 'minLength'
  | 'maxLength'
  | 'pattern'
  | 'placeholder'
  | 'min'
  | 'max'
  | 'step'
  | 'enterKeyHint'
  | 'onKeyDown'
  | 'onBlur'
>;

export interface FieldProps extends Around, Passed {
  type?: 'text' | 'email' | 'password' | 'search' | 'tel' | 'number' | 'date' | 'time';
  /** Puts what was typed into its form, before anybody sees it: capitals, digits only, a dash. */
  tidy?: (text: string) => string;
  onInput?: (value: string) => void;
}

/** One line of text with its label. `onInput` is told the text, not the event. */
export function Field({ label, hint, wrong, type = 'text', tidy, onInput, ...rest }: FieldProps) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(ties) => {
        // Preact's types tell inputs apart by their `type`, and do not know one that may be several.
        const known = { ...rest, ...ties, type } as InputHTMLAttributes<HTMLInputElement>;
        return (
          <input
            {...known}
            onInput={({ currentTarget }) => {
              // By hand: what is tidied away leaves the value as it was, and so nothing to draw again.
              if (tidy) currentTarget.value = tidy(currentTarget.value);
              onInput?.(currentTarget.value);
            }}
          />
        );
      }}
    </Labelled>
  );
}

export interface SelectFieldProps extends Around {
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
  disabled?: boolean;
}

/** A choice of one out of several, with its label. */
export function SelectField({
  label,
  hint,
  wrong,
  value,
  options,
  onChange,
  disabled,
}: SelectFieldProps) {
  return (
    <Labelled label={label} hint={hint} wrong={wrong}>
      {(ties) => (
        <select
          {...ties}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

/** Puts a label around a control of another kind. */
export function Labelled({
  label,
  hint,
  wrong,
  children,
}: Around & { children: (ties: Ties) => ComponentChildren }) {
  const id = useId();
  const said = `${id}-said`;
  const has = wrong !== undefined || hint !== undefined;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': has ? said : undefined,
        'aria-invalid': wrong !== undefined || undefined,
      })}
      {has && (
        <p id={said} class={wrong === undefined ? 'field-hint' : 'field-wrong'}>
          {wrong ?? hint}
        </p>
      )}
    </div>
  );
}
