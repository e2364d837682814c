import type { Order } from '../shapes.js';
import type { Draft } from './draft.js';

/** Offered where nobody has counted the guests. */
const SEATS = 8;
/** The last one that the server takes. */
const LAST_SEAT = 99;

/** How many seats are offered: one for each guest, and whatever is in use already. */
export function seatsOf({ order, draft }: { order: Order | null; draft: Draft }): number {
  const guests = (order ?? draft).guests ?? SEATS;
  const used = [...(order?.lines ?? []), ...draft.lines].map(({ seat }) => seat ?? 0);
  return Math.min(LAST_SEAT, Math.max(guests, ...used));
}
