import { go } from '../state/route.js';
import type { OrderType } from './shapes.js';

/** The ways between the places of the till: see `Places`. */
export const ways = {
  floor: () => go([]),
  table: (id: string) => go(['table', id]),
  order: (id: string, { replace = false } = {}) => go(['order', id], { replace }),
  fresh: (type: OrderType, id: string) => go(['new', type, id]),
  bill: (id: string, { replace = false } = {}) => go(['bill', id], { replace }),
  bills: () => go(['bills']),
};
