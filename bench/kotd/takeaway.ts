import type { House } from '../../demo/house.js';
import type { NewOrder } from '../../src/domain/shapes/order.js';

export const LINES = 5;

/** The order that every row writes: a takeaway, since tables would be taken, of dishes that need no choice. */
export async function takeaway(house: House): Promise<NewOrder> {
  const { items } = await house.menu();
  const simple = items.filter(
    ({ available, variants, modifierGroups }) =>
      available && variants.length === 0 && modifierGroups.every(({ min }) => min === 0),
  );
  if (simple.length < LINES) throw new Error('the demo has too few dishes without choices');
  const lines = simple.slice(0, LINES).map(({ id }) => ({ itemId: id, quantity: 1 }));
  return { type: 'takeaway', lines };
}
