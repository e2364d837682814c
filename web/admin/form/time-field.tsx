import { Field } from '../../ui/field.js';
import { timeOf } from './time.js';

export interface TimeFieldProps {
  label: string;
  hint?: string;
  /** HH:MM, or what is being typed. */
  value: string;
  wrong?: string | undefined;
  onInput: (value: string) => void;
}

/**
 * A time of day, of 24 hours as every other time on the page is: what a browser makes of its own
 * time field is of twelve where the browser's language has it so. Left, or sent by Enter, it is put
 * into its form.
 */
export function TimeField({ value, onInput, ...rest }: TimeFieldProps) {
  const settle = () => onInput(timeOf(value) ?? value);
  return (
    <Field
      {...rest}
      value={value}
      inputMode="numeric"
      autoComplete="off"
      placeholder="--:--"
      maxLength={5}
      onInput={onInput}
      onBlur={settle}
      onKeyDown={({ key }) => {
        if (key === 'Enter') settle();
      }}
    />
  );
}
