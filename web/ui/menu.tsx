import { Fragment } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Button, type ButtonProps } from './button.js';
import { Icon, type IconName } from './icon.js';
import './menu.css';

export interface MenuItem {
  key: string;
  text: string;
  icon?: IconName;
  /** It is the one that holds, of several that exclude each other. */
  checked?: boolean;
  disabled?: boolean;
  run: () => void;
}

export interface MenuGroup {
  /** Said above it. */
  head?: string;
  items: readonly MenuItem[];
}

export interface MenuProps extends Omit<ButtonProps, 'onClick'> {
  groups: readonly MenuGroup[];
}

/** A button with a list of things to do behind it: arrows, Home, End, Escape, and a tap beside it. */
export function Menu({ groups, ...button }: MenuProps) {
  const [open, setOpen] = useState(false);
  const around = useRef<HTMLDivElement>(null);
  const close = (giveBack: boolean) => {
    setOpen(false);
    if (giveBack) around.current?.querySelector('button')?.focus();
  };
  // Before anything is painted: a key that follows at once must find the list.
  useLayoutEffect(() => {
    if (!open) return;
    // At the lower edge of a window the list opens below it, and only its first entry would be seen.
    around.current?.querySelector('.menu-list')?.scrollIntoView({ block: 'nearest' });
    entries(around.current)[0]?.focus();
    const beside = (event: Event) => {
      if (event.target instanceof Node && !around.current?.contains(event.target)) close(false);
    };
    addEventListener('pointerdown', beside);
    addEventListener('focusin', beside);
    return () => {
      removeEventListener('pointerdown', beside);
      removeEventListener('focusin', beside);
    };
  }, [open]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears keys of the list within it
    <div
      class="menu"
      ref={around}
      onKeyDown={(event) => open && steer(event, around.current, close)}
    >
      <Button
        {...button}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => (open ? close(true) : setOpen(true))}
      />
      {open && (
        <div class="menu-list" role="menu" aria-label={button.label}>
          {groups.map(({ head, items }, at) => (
            <Fragment key={items[0]?.key}>
              {at > 0 && <hr />}
              {head && <p>{head}</p>}
              {items.map((item) => (
                <Entry key={item.key} item={item} done={() => close(true)} />
              ))}
            </Fragment>
          ))}
        </div>
      )}
    </div>
  );
}

function Entry({ item, done }: { item: MenuItem; done: () => void }) {
  const { text, icon, checked, disabled, run } = item;
  return (
    <button
      type="button"
      {...(checked === undefined
        ? { role: 'menuitem' }
        : { role: 'menuitemradio', 'aria-checked': checked })}
      disabled={disabled}
      tabIndex={-1}
      onClick={() => {
        done();
        run();
      }}
    >
      {icon && <Icon name={icon} />}
      <span>{text}</span>
      {checked && <Icon name="check" />}
    </button>
  );
}

function entries(around: HTMLElement | null): HTMLButtonElement[] {
  return [...(around?.querySelectorAll<HTMLButtonElement>('.menu-list > button:enabled') ?? [])];
}

function steer(
  event: KeyboardEvent,
  around: HTMLElement | null,
  close: (giveBack: boolean) => void,
): void {
  const all = entries(around);
  const at = all.findIndex((each) => each.matches(':focus'));
  const next: Record<string, number> = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  };
  const to = next[event.key];
  if (event.key === 'Escape') close(true);
  else if (to !== undefined) all[to]?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}
