import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { Icon } from '../../ui/icon.js';
import type { MenuItem } from '../shapes.js';
import { hasKeyboard, isCovered } from '../till/keys.js';
import { t } from '../words.js';

export interface MenuSearchProps {
  field: RefObject<HTMLInputElement | null>;
  typed: Signal<string>;
  /** What Enter takes. */
  first: MenuItem | null;
  quantity: number;
  /** Items that fit; null: nothing is looked for. */
  count: number | null;
  onPick: (item: MenuItem, ask: boolean) => void;
}

/** Where a name, its beginnings, or a short code is typed: Enter takes the first that fits. */
export function MenuSearch({ field, typed, first, quantity, count, onPick }: MenuSearchProps) {
  // Before anything is painted, and also where the menu comes late: who has just opened the table types on at once.
  useLayoutEffect(() => {
    if (hasKeyboard() && !isCovered()) field.current?.focus();
  }, [field]);
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter' && first) onPick(first, event.shiftKey);
    else if (event.key === 'Escape' && typed.value !== '') typed.value = '';
    else if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.tile')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="find menu-search">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        value={typed.value}
        placeholder={t('find.item')}
        aria-label={t('find.item')}
        autoComplete="off"
        enterKeyHint="done"
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={press}
      />
      {quantity > 1 && <b class="menu-times figures">× {quantity}</b>}
      <span class="unseen" role="status">
        {count !== null && t('find.found', { n: count })}
      </span>
    </div>
  );
}
