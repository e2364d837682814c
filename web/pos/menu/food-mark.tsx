import type { MenuItem } from '../shapes.js';
import { t } from '../words.js';

/**
 * The mark that Indian menus must show: a green dot, a brown triangle, and for egg a brown ring.
 */
export function FoodMark({ food }: { food: NonNullable<MenuItem['food']> }) {
  return (
    <svg
      class="food-mark"
      data-food={food}
      viewBox="0 0 16 16"
      width="14"
      height="14"
      role="img"
      aria-label={t(`food.${food}`)}
    >
      <rect x="1" y="1" width="14" height="14" rx="2" />
      {food === 'nonVeg' ? <path d="M8 4l4.2 7.6H3.8z" /> : <circle cx="8" cy="8" r="3.4" />}
    </svg>
  );
}
