import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useMemo } from 'preact/hooks';
import { EmptyState } from '../../ui/empty-state.js';
import type { MenuItem } from '../shapes.js';
import { useTill } from '../till/context.js';
import { steer } from '../till/steer.js';
import { t } from '../words.js';
import { Categories } from './categories.js';
import './menu.css';
import { MenuSearch } from './menu-search.js';
import { mostUsed, withHouse } from './often.js';
import { indexOf, search } from './search.js';
import { Tile } from './tile.js';

/** Items drawn at once: more would be slow, and nobody looks through so many. */
const MOST_SHOWN = 240;
const MOST_OFTEN = 24;
/** The category of what is taken most; no id is like it. */
const OFTEN = '*';

export interface MenuPaneProps {
  field: RefObject<HTMLInputElement | null>;
  /** Portions of each item that are being taken. */
  taken: ReadonlyMap<string, number>;
  /** Takes it as it comes; what has to be asked is asked. */
  onPick: (item: MenuItem, quantity: number) => void;
  /** Asks how it is wanted, in any case. */
  onAsk: (item: MenuItem, quantity: number) => void;
  /** Beside the field: what holds for the next items. */
  beside: ComponentChildren;
}

/** The menu: found by typing, or by category. */
export function MenuPane({ field, taken, onPick, onAsk, beside }: MenuPaneProps) {
  const till = useTill();
  const typed = useSignal('');
  const chosen = useSignal<string | null>(null);
  const { menu, items } = till.catalog.value;
  const index = useMemo(() => indexOf(menu?.items ?? []), [menu]);
  const often = useMemo(
    () => mostUsed(withHouse(till.uses.peek(), till.ordersOfLate()), items, MOST_OFTEN),
    // As it was when the menu was opened: tiles must not move under a finger.
    [items],
  );
  const categories = useMemo(() => categoriesOf(menu), [menu]);
  if (!menu) {
    return (
      <section class="menu-pane" aria-label={t('menu')}>
        <EmptyState icon="kitchen" title={t('menu.unknown')}>
          <p>{t('menu.unknownText')}</p>
        </EmptyState>
      </section>
    );
  }
  const found = typed.value.trim() === '' ? null : search(index, typed.value, till.uses.value);
  const selected = chosen.value ?? (often.length > 5 ? OFTEN : (categories[0]?.key ?? OFTEN));
  const shown =
    found?.items ??
    (selected === OFTEN
      ? often
      : menu.items.filter(({ categoryId }) => (categoryId ?? '') === selected));
  const quantity = found?.quantity ?? 1;
  const pick = (item: MenuItem, ask: boolean) => {
    typed.value = '';
    (ask ? onAsk : onPick)(item, quantity);
  };
  return (
    <section
      class="menu-pane"
      aria-label={t('menu')}
      onKeyDown={(event) => steer(event, event.currentTarget, '.tile')}
    >
      <div class="menu-head">
        <MenuSearch
          field={field}
          typed={typed}
          first={found?.items[0] ?? null}
          quantity={quantity}
          count={found?.items.length ?? null}
          onPick={pick}
        />
        {beside}
      </div>
      <Categories
        categories={
          often.length > 5 ? [{ key: OFTEN, name: t('menu.often') }, ...categories] : categories
        }
        selected={found ? null : selected}
        onSelect={(key) => {
          chosen.value = key;
          typed.value = '';
        }}
      />
      <div class="tiles-scroll">
        <ul class="tiles">
          {shown.slice(0, MOST_SHOWN).map((item, at) => (
            <Tile
              key={item.id}
              item={item}
              taken={taken.get(item.id) ?? 0}
              isFirst={found !== null && at === 0}
              quantity={quantity}
              onPick={pick}
            />
          ))}
        </ul>
        {shown.length > MOST_SHOWN && (
          <p class="soft">{t('menu.more', { n: shown.length - MOST_SHOWN })}</p>
        )}
        {found?.items.length === 0 && (
          <p class="soft">{t('menu.nothing', { text: typed.value })}</p>
        )}
      </div>
    </section>
  );
}

/** In the order of the menu; items of no category come last, as one of their own. */
function categoriesOf(menu: Pick<MenuLike, 'categories' | 'items'> | null) {
  if (!menu) return [];
  const used = new Set(menu.items.map(({ categoryId }) => categoryId ?? ''));
  const named = menu.categories
    .filter(({ id }) => used.has(id))
    .map(({ id, name }) => ({ key: id, name }));
  return used.has('') ? [...named, { key: '', name: t('menu.others') }] : named;
}

interface MenuLike {
  categories: readonly { id: string; name: string }[];
  items: readonly { categoryId: string | null }[];
}
