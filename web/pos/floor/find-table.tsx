import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { Icon } from '../../ui/icon.js';
import { t } from '../words.js';
import { openTable } from './open-table.js';
import type { TableFace } from './tables.js';

export interface FindTableProps {
  field: RefObject<HTMLInputElement | null>;
  typed: Signal<string>;
  /** Those that fit; what Enter opens comes first. */
  found: readonly TableFace[];
}

/** Type a table's name or number and Enter: the quickest way to an order. */
export function FindTable({ field, typed, found }: FindTableProps) {
  return (
    <form
      class="find"
      onSubmit={(event) => {
        event.preventDefault();
        const [first] = found;
        if (first && typed.value.trim() !== '') openTable(first);
      }}
    >
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        value={typed.value}
        placeholder={t('find.table')}
        aria-label={t('find.table')}
        autoComplete="off"
        enterKeyHint="go"
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') typed.value = '';
          else if (event.key === 'ArrowDown') focusFirst(event);
        }}
      />
    </form>
  );
}

function focusFirst(event: Event): void {
  if (!focusTable()) return;
  event.preventDefault();
  // Else the arrow would go on from the first table at once.
  event.stopPropagation();
}

/** Where arrows go on from. */
export function focusTable(): boolean {
  const first = document.querySelector<HTMLElement>('.table-card');
  first?.focus();
  return first !== null;
}
