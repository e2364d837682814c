import { toast } from '../../ui/toast.js';
import type { Asked } from '../asked.js';
import { troubleText } from '../form/refusal.js';
import { useOffice } from '../office.js';
import { useSorting } from '../sorting.js';
import { t } from '../words.js';
import { arranged } from './arranged.js';
import type { Section } from './found.js';
import { ItemRow } from './item-row.js';
import type { Card, MenuData, MenuItem } from './shapes.js';

export interface ItemSectionProps {
  section: Section;
  card: Card;
  asked: Asked<MenuData>;
  /** Their order cannot be changed now. */
  fixed: boolean;
  onOpen: (item: MenuItem) => void;
}

/** A category's items, in the order of the menu. */
export function ItemSection({ section, card, asked, fixed, onOpen }: ItemSectionProps) {
  const { command } = useOffice();
  const { items } = section;
  const move = async (from: number, to: number) => {
    const next = arranged(items, from, to);
    if (next === items) return;
    const place = new Map(next.map(({ id }, at) => [id, at]));
    const byPlace = (a: MenuItem, b: MenuItem) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0);
    const show = (known: MenuData): MenuData => {
      const moved = known.items.filter(({ id }) => place.has(id)).sort(byPlace);
      const others = known.items.filter(({ id }) => !place.has(id));
      return { ...known, items: [...others, ...moved] };
    };
    try {
      const itemIds = next.map(({ id }) => id);
      await asked.ahead(show, () => command('menu.arrange', { itemIds }), section.id);
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
    }
  };
  const sorting = useSorting({
    count: items.length,
    nameOf: (at) => items[at]?.name ?? '',
    onMove: (from, to) => void move(from, to),
  });
  return (
    <section class="menu-section" aria-label={section.name ?? t('category.none')}>
      <header>
        <h3>{section.name ?? t('category.none')}</h3>
        <p class="soft figures">{t('items', { n: items.length })}</p>
      </header>
      {items.length === 0 ? (
        <p class="menu-none soft">{t('category.empty')}</p>
      ) : (
        <ul ref={sorting.list}>
          {items.map((item, at) => (
            <ItemRow
              key={item.id}
              item={item}
              card={card}
              asked={asked}
              onOpen={() => onOpen(item)}
              row={sorting.row(at)}
              grip={fixed ? null : sorting.grip(at)}
            />
          ))}
        </ul>
      )}
      <p class="unseen" aria-live="polite">
        {sorting.said}
      </p>
    </section>
  );
}
