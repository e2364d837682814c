import './switch.css';

export interface SwitchProps {
  /** What is on or off. */
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
  /** The label is said, not shown: where the row shows it already. */
  quiet?: boolean;
}

/** On or off, at once. */
export function Switch({ label, on, disabled, onChange, quiet = false }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={on}
      aria-label={quiet ? label : undefined}
      disabled={disabled}
      onClick={() => onChange(!on)}
    >
      <i aria-hidden="true" />
      {!quiet && <span>{label}</span>}
    </button>
  );
}
