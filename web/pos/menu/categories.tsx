import { t } from '../words.js';

export interface CategoriesProps {
  categories: readonly { key: string; name: string }[];
  /** null: none, what is typed counts. */
  selected: string | null;
  onSelect: (key: string) => void;
}

/** The parts of the menu, one of which is shown. */
export function Categories({ categories, selected, onSelect }: CategoriesProps) {
  return (
    <nav class="categories" aria-label={t('categories')}>
      {categories.map(({ key, name }) => (
        <button
          key={key}
          type="button"
          aria-pressed={key === selected}
          onClick={() => onSelect(key)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
