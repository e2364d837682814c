import { useState } from 'preact/hooks';
import { linkTo } from '../../state/route.js';
import { Button, LinkButton } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { SelectField } from '../../ui/field.js';
import { SearchField } from '../../ui/search-field.js';
import type { Asked } from '../asked.js';
import { t } from '../words.js';
import { found, sectionsOf } from './found.js';
import { ItemForm } from './item-form.js';
import { ItemSection } from './item-section.js';
import type { Card, MenuData, MenuItem } from './shapes.js';

export interface CardProps {
  card: Card;
  asked: Asked<MenuData>;
}

const ALL = 'all';
/** Those that are sold out, whichever category they are in. */
const OFF = 'off';

/** All items by category, to be found, changed, sold out and arranged. */
export function Items({ card, asked }: CardProps) {
  const { menu } = card;
  const [sought, setSought] = useState('');
  const [chosen, setOnly] = useState(ALL);
  const [open, setOpen] = useState<MenuItem | { categoryId: string } | null>(null);
  const off = menu.items.filter(({ available }) => !available).length;
  const only = chosen === OFF && off === 0 ? ALL : chosen;
  const sections = sectionsOf(menu).filter(({ id }) => only === ALL || only === OFF || id === only);
  const shown = sections.map((section) => {
    const items = found(section.items, sought);
    return { ...section, items: only === OFF ? items.filter((item) => !item.available) : items };
  });
  // What is left of a search is not the order that a menu has.
  const whole = sought === '' && only !== OFF;
  const hits = shown.filter(({ items }) => items.length > 0 || whole);
  return (
    <div class="menu-items">
      <div class="menu-find">
        <SearchField label={t('menu.search')} value={sought} onInput={setSought} />
        <SelectField
          label={t('menu.category')}
          value={only}
          options={[
            { value: ALL, text: t('menu.allCategories', { n: menu.items.length }) },
            ...(off > 0 ? [{ value: OFF, text: t('menu.soldOut', { n: off }) }] : []),
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
          onClick={() => setOpen({ categoryId: only === ALL || only === OFF ? '' : only })}
        >
          {t('item.add')}
        </Button>
      </div>
      {menu.items.length === 0 && (
        <EmptyState icon="menu" title={t('menu.empty')}>
          <p>{t('menu.emptyText')}</p>
          <LinkButton href={linkTo('menu', 'file')} icon="upload">
            {t('file.in')}
          </LinkButton>
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
          fixed={!whole}
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
            const newest = asked.value.peek()?.items.find((item) => item.id === id);
            setOpen(newest ?? null);
          }}
        />
      )}
    </div>
  );
}
