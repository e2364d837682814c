import type { Table } from '../shapes.js';

/** A middle, in any unit, as long as it is the same for all. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether the office has placed the tables of a section: then it is drawn as a plan. */
export function isPlaced(tables: readonly Table[]): boolean {
  return tables.length > 0 && tables.some((table) => spotOf(table) !== null);
}

/** In thousandths of the plan's width and height; null where nobody has said. */
export function spotOf({ x, y }: Pick<Table, 'x' | 'y'>): Spot | null {
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
}

const DIRECTIONS: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Off the straight line counts so many times: right of me means beside me, not above. */
const SIDEWAYS = 2.5;

export function isArrow(key: string): boolean {
  return Object.hasOwn(DIRECTIONS, key);
}

/**
 * Where an arrow key leads from a place: to the nearest one in that direction, on whatever plan or
 * grid.
 * @returns its index; -1 where there is none
 */
export function nextIn(key: string, from: Spot, spots: readonly Spot[]): number {
  const direction = DIRECTIONS[key];
  if (!direction) return -1;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, { x, y }] of spots.entries()) {
    const [dx, dy] = [x - from.x, y - from.y];
    const along = dx * direction.x + dy * direction.y;
    const across = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    // What lies more beside than ahead is for the other arrows.
    if (along < 1 || across > along * SIDEWAYS) continue;
    const distance = along + across * SIDEWAYS;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}
