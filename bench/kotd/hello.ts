import type { House } from '../../demo/house.js';
import type { NewLine } from '../../src/domain/shapes/order.js';
import type { Station } from '../../src/domain/shapes/organization.js';

const OWNER = 'owner@demo.kotd';

/** The hello of somebody who hears all of this, and may command. */
export async function helloOf(
  house: House,
  audience: readonly string[],
  outlet = house.outlet,
): Promise<string> {
  const token = await house.token({ email: OWNER });
  return JSON.stringify({ t: 'hello', token, outlet, audience });
}

/** A line that needs no choice, and that one station alone cooks. */
export async function simpleLine(house: House): Promise<{ line: NewLine; station: Station }> {
  const [{ items }, stations] = await Promise.all([house.menu(), house.stations()]);
  const item = items.find(
    ({ modifierGroups, stationIds, available }) =>
      available && stationIds.length === 1 && modifierGroups.every(({ min }) => min === 0),
  );
  const station = stations.find(({ id }) => id === item?.stationIds[0]);
  if (!item || !station) throw new Error('the demo has no dish without choices');
  return { line: { itemId: item.id, quantity: 1 }, station };
}
