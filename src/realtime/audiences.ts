import { kitchenOf } from '../domain/audience.js';
import type { Permission } from '../domain/permissions.js';

const KITCHEN = kitchenOf('');

/** The stations whose tickets are listened to, in the order they are named. */
export function stationsOf(audiences: Iterable<string>): string[] {
  const kitchens = [...audiences].filter((one) => one.startsWith(KITCHEN));
  return kitchens.map((one) => one.slice(KITCHEN.length));
}

/** What a role must be allowed to listen to this audience. */
export function permissionFor(audience: string): Permission {
  if (audience === 'floor') return 'audience.floor';
  return audience === 'bills' ? 'audience.bills' : 'audience.kitchen';
}
