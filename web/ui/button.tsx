import type { ComponentChildren, JSX } from 'preact';
import './button.css';
import { Icon, type IconName } from './icon.js';
import { Spinner } from './spinner.js';

interface Looks {
  /** `main`: the one thing to do here. `plain`: another. `quiet`: in bars and rows. `danger`: cannot be undone. */
  kind?: 'main' | 'plain' | 'quiet' | 'danger';
  size?: 'normal' | 'large';
  icon?: IconName;
  /** As wide as what it stands in. */
  wide?: boolean;
}

export interface ButtonProps
  extends Looks,
    Omit<JSX.IntrinsicElements['button'], 'size' | 'icon' | 'ref'> {
  /** What it does, for those who listen, where only an icon shows it. */
  label?: string;
  /** It is at work: shows so, and takes no second tap. */
  busy?: boolean;
  /** It is a switch, and on or off. */
  pressed?: boolean;
  children?: ComponentChildren;
}

/** A button. Its `type` is `button`: only the one that says `submit` sends a form. */
export function Button({
  kind = 'plain',
  size = 'normal',
  icon,
  wide = false,
  label,
  busy = false,
  pressed,
  disabled,
  class: more,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      class={more ? `button ${more}` : 'button'}
      data-kind={kind}
      data-size={size}
      data-wide={wide || undefined}
      data-pressed={pressed}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      aria-pressed={pressed}
      aria-label={label}
      onClick={busy ? prevented : rest.onClick}
    >
      {icon && <Icon name={icon} />}
      {children !== undefined && <span>{children}</span>}
      {busy && <Spinner />}
    </button>
  );
}

export interface LinkButtonProps extends Looks {
  href: string;
  children: ComponentChildren;
}

/** Leads somewhere, and looks like a button. */
export function LinkButton({
  kind = 'plain',
  size = 'normal',
  icon,
  wide,
  href,
  children,
}: LinkButtonProps) {
  return (
    <a class="button" href={href} data-kind={kind} data-size={size} data-wide={wide || undefined}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}

/** Not `disabled` while busy: that would take the focus away from who waits for it. */
function prevented(event: Event): void {
  event.preventDefault();
}
