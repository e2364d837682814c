import { NameForm } from '../form/name-form.js';
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
  const { command } = useOffice();
  const change = (part: { name: string } | { archived: true }) =>
    command('category.change', { categoryId: category?.id ?? '', ...part }, category?.rev);
  return (
    <NameForm
      of={category?.name ?? null}
      newTitle={t('category.new')}
      label={t('category.name')}
      onSend={(name) => (category ? change({ name }) : command('category.create', { name }))}
      onArchive={() => change({ archived: true })}
      onClose={onClose}
      onChanged={onSaved}
    />
  );
}
