import { t } from '../words.js';

/** The mark that Indian menus must show: a green dot, a brown triangle, and for egg a brown ring in it. */
export function FoodMark({ food }: { food: 'veg' | 'egg' | 'nonVeg' | null }) {
  if (food === null) return null;
  return (
    <svg
      class="food-mark"
      data-food={food}
      viewBox="0 0 16 16"
      role="img"
      aria-label={t(`food.${food}`)}
    >
      <rect
        x="1"
        y="1"
        width="14"
        height="14"
        rx="2"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
      />
      {food === 'nonVeg' ? (
        <path d="M8 4l4.2 7.6H3.8z" fill="currentColor" />
      ) : (
        <circle
          cx="8"
          cy="8"
          r={food === 'egg' ? 2.9 : 3.6}
          fill={food === 'egg' ? 'none' : 'currentColor'}
          stroke="currentColor"
          stroke-width={food === 'egg' ? 2 : 0}
        />
      )}
    </svg>
  );
}
