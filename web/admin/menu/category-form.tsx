import { NameForm } from '../form/name-form.js';
import { revFor } from '../form/rev-for.js';
import { useOffice } from '../office.js';
import { t } from '../words.js';
import type { Category } from './shapes.js';

export interface CategoryFormProps {
  /** null: a new one. */
  category: Category | null;
  onClose: () => void;
  onSaved: () => void;
}

/** The name of a category; one that is empty can be archived. */
export function CategoryForm({ category, onClose, onSaved }: CategoryFormProps) {
  const { command, query } = useOffice();
  // Whoever arranges the menu changes each category's place, and takes no name away by it.
  const change = async (from: Category, own: { name: string } | { archived: true }) => {
    const { categories } = await query('menu.read', {});
    const newest = categories.find(({ id }) => id === from.id) ?? from;
    await command('category.change', { categoryId: from.id, ...own }, revFor(own, from, newest));
  };
  return (
    <NameForm
      of={category?.name ?? null}
      newTitle={t('category.new')}
      label={t('category.name')}
      onSend={(name) =>
        category ? change(category, { name }) : command('category.create', { name })
      }
      onArchive={async () => category && change(category, { archived: true })}
      onClose={onClose}
      onChanged={onSaved}
    />
  );
}
