import type { MenuData, MenuItem } from './shapes.js';

export interface Section {
  /** Of the category; empty: items that are in none. */
  id: string;
  name: string | null;
  items: readonly MenuItem[];
}

/** The menu by category, in its order; those without one come last, if there are any. */
export function sectionsOf({ categories, items }: MenuData): Section[] {
  const known = new Set(categories.map(({ id }) => id));
  const loose = items.filter(({ categoryId }) => categoryId === null || !known.has(categoryId));
  const sections: Section[] = categories.map(({ id, name }) => ({
    id,
    name,
    items: items.filter(({ categoryId }) => categoryId === id),
  }));
  return loose.length > 0 ? [...sections, { id: '', name: null, items: loose }] : sections;
}

/** Items in whose name, code or variants every word that is sought begins a word. */
export function found(items: readonly MenuItem[], sought: string): readonly MenuItem[] {
  const words = wordsOf(sought);
  if (words.length === 0) return items;
  return items.filter(({ name, code, variants }) => {
    const said = wordsOf([name, code ?? '', ...variants.map((each) => each.name)].join(' '));
    return words.every((word) => said.some((each) => each.startsWith(word)));
  });
}

/** Accents and case do not matter: whoever looks for "creme" finds the crème brûlée. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{Diacritic}/gu, '');
  return plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
}
