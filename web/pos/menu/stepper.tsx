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
  /** In the place of the figure, where it stands for something else. */
  text?: string;
  onChange: (value: number) => void;
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
  onChange,
}: StepperProps) {
  return (
    <fieldset class="stepper" aria-label={label}>
      {icon && <Icon name={icon} />}
      {icon && <span class="stepper-name">{label}</span>}
      <Button
        icon="minus"
        label={t('less')}
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
        label={t('more')}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
      />
    </fieldset>
  );
}
