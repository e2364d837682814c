import { Button } from '../../ui/button.js';
import { Icon, type IconName } from '../../ui/icon.js';
import { t } from '../words.js';
import './stepper.css';

export interface StepperProps {
  /** What it counts, for those who listen. */
  label: string;
  /** Says to the eye what it counts, where nothing else does. */
  icon?: IconName;
  value: number;
  least: number;
  most: number;
  /** Has the focus at the start. */
  autofocus?: boolean;
  /** What its buttons do, where there is more than one such thing. */
  less?: string;
  more?: string;
  /** In the place of the figure, where it stands for something else. */
  text?: string;
  onChange: (value: number) => void;
  /** The focus goes elsewhere. */
  onLeave?: () => void;
}

/** A number between two buttons; it can be typed as well. */
export function Stepper({
  label,
  icon,
  value,
  least,
  most,
  text,
  autofocus,
  less = t('less'),
  more = t('more'),
  onChange,
  onLeave,
}: StepperProps) {
  return (
    <fieldset
      class="stepper"
      aria-label={label}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) onLeave?.();
      }}
    >
      {icon && <Icon name={icon} />}
      {icon && <span class="stepper-name">{label}</span>}
      <Button
        icon="minus"
        label={less}
        disabled={value <= least}
        onClick={() => onChange(value - 1)}
      />
      {text === undefined ? (
        <input
          class="figures"
          autofocus={autofocus}
          inputMode="numeric"
          aria-label={label}
          value={value}
          onFocus={({ currentTarget }) => currentTarget.select()}
          onChange={({ currentTarget }) => {
            const typed = Number(currentTarget.value);
            const fits = Number.isInteger(typed) && typed >= least && typed <= most;
            // What is no such number is as if nothing had been typed.
            currentTarget.value = String(fits ? typed : value);
            if (fits) onChange(typed);
          }}
        />
      ) : (
        <output>{text}</output>
      )}
      <Button
        icon="plus"
        label={more}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  );
}
