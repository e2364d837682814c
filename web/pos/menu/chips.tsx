import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './chips.css';

export interface Chip {
  key: string;
  text: ComponentChildren;
  /** Cannot be chosen as things are. */
  disabled?: boolean;
}

export interface ChipsProps {
  label: string;
  /** What the choice must be, such as "1 of them". */
  hint?: string | undefined;
  /** The hint is a complaint: too few are chosen. */
  wrong?: boolean;
  chips: readonly Chip[];
  chosen: readonly string[];
  /** `one`: of radio buttons; `several`: each is a switch. */
  takes: 'one' | 'several';
  onToggle: (key: string) => void;
}

/** A choice among a few, all of them in sight. */
export function Chips({ label, hint, wrong = false, chips, chosen, takes, onToggle }: ChipsProps) {
  const name = useId();
  return (
    <fieldset class="chips" data-wrong={wrong || undefined}>
      <legend>
        {label}
        {hint && <small>{hint}</small>}
      </legend>
      <div>
        {chips.map(({ key, text, disabled = false }) => (
          <label key={key} class="chip">
            <input
              type={takes === 'one' ? 'radio' : 'checkbox'}
              name={name}
              checked={chosen.includes(key)}
              disabled={disabled}
              onChange={() => onToggle(key)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
