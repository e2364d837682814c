import './switch.css';

export interface SwitchProps {
  /** What is on or off. */
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
  /** What it is in either state, shown in the place of the label: where the row says already what it is of. */
  words?: { on: string; off: string };
}

/** On or off, at once. */
export function Switch({ label, on, disabled, onChange, words }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-label={words ? label : undefined}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      <i aria-hidden="true" />
      {words ? (
        // Both, one above the other: as wide in one state as in the other.
        <span class="switch-words" aria-hidden="true">
          <span data-shown={on}>{words.on}</span>
          <span data-shown={!on}>{words.off}</span>
        </span>
      ) : (
        <span>{label}</span>
      )}
    </button>
  );
}
