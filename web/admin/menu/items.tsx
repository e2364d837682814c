import { useState } from 'preact/hooks';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Field, SelectField } from '../../ui/field.js';
import type { Asked } from '../asked.js';
import { t } from '../words.js';
import { found, sectionsOf } from './found.js';
import { ItemForm } from './item-form.js';
import { ItemSection } from './item-section.js';
import type { Card, MenuItem } from './shapes.js';

export interface CardProps {
  card: Card;
  asked: Asked<Card>;
}

const ALL = 'all';

/** All items by category, to be found, changed, sold out and arranged. */
export function Items({ card, asked }: CardProps) {
  const { menu } = card;
  const [sought, setSought] = useState('');
  const [only, setOnly] = useState(ALL);
  const [open, setOpen] = useState<MenuItem | { categoryId: string } | null>(null);
  const sections = sectionsOf(menu).filter(({ id }) => only === ALL || id === only);
  const shown = sections.map((section) => ({ ...section, items: found(section.items, sought) }));
  const hits = shown.filter(({ items }) => items.length > 0 || sought === '');
  const off = menu.items.filter(({ available }) => !available).length;
  return (
    <div class="menu-items">
      <div class="menu-find">
        <Field label={t('menu.search')} type="search" value={sought} onInput={setSought} />
        <SelectField
          label={t('menu.category')}
          value={only}
          options={[
            { value: ALL, text: t('menu.allCategories', { n: menu.items.length }) },
            ...sectionsOf(menu).map(({ id, name, items }) => ({
              value: id,
              text: `${name ?? t('category.none')} (${items.length})`,
            })),
          ]}
          onChange={setOnly}
        />
        <Button
          kind="main"
          icon="plus"
          onClick={() => setOpen({ categoryId: only === ALL ? '' : only })}
        >
          {t('item.add')}
        </Button>
      </div>
      {off > 0 && <p class="soft">{t('menu.soldOut', { n: off })}</p>}
      {menu.items.length === 0 && (
        <EmptyState icon="menu" title={t('menu.empty')}>
          <p>{t('menu.emptyText')}</p>
        </EmptyState>
      )}
      {menu.items.length > 0 && hits.length === 0 && (
        <EmptyState icon="search" title={t('menu.notFound', { sought })} />
      )}
      {hits.map((section) => (
        <ItemSection
          key={section.id}
          section={section}
          asked={asked}
          card={card}
          // What is left of a search is not the order that a menu has.
          fixed={sought !== ''}
          onOpen={setOpen}
        />
      ))}
      {open && (
        <ItemForm
          key={'id' in open ? `${open.id} ${open.rev}` : 'new'}
          card={card}
          of={open}
          onClose={() => setOpen(null)}
          onSaved={() => void asked.ask()}
          onReload={async (id) => {
            await asked.ask();
            const newest = asked.value.peek()?.menu.items.find((item) => item.id === id);
            setOpen(newest ?? null);
          }}
        />
      )}
    </div>
  );
}
