import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { toast } from '../../ui/toast.js';
import { troubleText } from '../form/refusal.js';
import { Grip } from '../grip.js';
import { useOffice } from '../office.js';
import { useSorting } from '../sorting.js';
import { t } from '../words.js';
import { arranged } from './arranged.js';
import { CategoryForm } from './category-form.js';
import type { CardProps } from './items.js';
import type { Category } from './shapes.js';

/** The categories in the order in which a till and a menu card show them. */
export function Categories({ card, asked }: CardProps) {
  const { command } = useOffice();
  const { categories, items } = card.menu;
  const [open, setOpen] = useState<Category | 'new' | null>(null);
  const move = async (from: number, to: number) => {
    const next = arranged(categories, from, to);
    const categoryIds = next.map(({ id }) => id);
    try {
      await asked.ahead(
        (known) => ({ ...known, categories: [...next] }),
        () => command('menu.arrange', { categoryIds }),
        'order',
      );
    } catch (error) {
      toast({ tone: 'bad', text: troubleText(error) });
    }
  };
  const sorting = useSorting({
    count: categories.length,
    nameOf: (at) => categories[at]?.name ?? '',
    onMove: (from, to) => void move(from, to),
  });
  return (
    <div class="menu-items narrow">
      <div class="list-head">
        <p class="soft">{t('categories.text')}</p>
        <Button kind="main" icon="plus" onClick={() => setOpen('new')}>
          {t('category.add')}
        </Button>
      </div>
      {categories.length === 0 ? (
        <EmptyState icon="menu" title={t('categories.none')} />
      ) : (
        <section class="menu-section">
          <ul ref={sorting.list}>
            {categories.map((category, at) => (
              <li class="item" key={category.id} {...sorting.row(at)}>
                <Grip name={category.name} {...sorting.grip(at)} />
                <button type="button" class="item-main" onClick={() => setOpen(category)}>
                  <span class="item-name">
                    <strong>{category.name}</strong>
                  </span>
                  <span class="item-price figures soft">
                    {t('items', {
                      n: items.filter(({ categoryId }) => categoryId === category.id).length,
                    })}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p class="unseen" aria-live="polite">
        {sorting.said}
      </p>
      {open && (
        <CategoryForm
          category={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
        />
      )}
    </div>
  );
}
