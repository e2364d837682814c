/** A place on the plan of a section: thousandths of its width and height. */
export interface Spot {
  x: number;
  y: number;
}

/** A drag ends on a grid this fine, so that rows come out straight. */
export const GRID = 20;
/** Nearer to the edge a table would stand half outside. */
const EDGE = 40;
/** As wide as tall a plan is drawn: rooms are mostly wider than deep. */
const RATIO = 1.6;

/** As near as the plan allows, on the grid. */
export function spotAt(x: number, y: number): Spot {
  return { x: within(snapped(x)), y: within(snapped(y)) };
}

/** What an arrow key does to a spot; null: it is no arrow. */
export function steered(key: string, { x, y }: Spot, step = GRID): Spot | null {
  if (key === 'ArrowLeft') return { x: within(x - step), y };
  if (key === 'ArrowRight') return { x: within(x + step), y };
  if (key === 'ArrowUp') return { x, y: within(y - step) };
  if (key === 'ArrowDown') return { x, y: within(y + step) };
  return null;
}

interface Placeable {
  id: string;
  x?: number | null;
  y?: number | null;
}

/** So many rows and columns hold all tables of a section. */
function rowsOf(count: number): { columns: number; rows: number } {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count * RATIO)));
  return { columns, rows: Math.max(1, Math.ceil(count / columns)) };
}

/** The widest table, of hundredths of the plan, with some room around it. */
const WIDEST = 17.5;

/**
 * How a plan holds many tables: by which part of their size they are drawn, so that none lies on
 * another where they stand in rows; and in so many columns.
 */
export function densityOf(count: number): { fit: number; columns: number } {
  const { columns } = rowsOf(count);
  return { fit: Math.min(1, 100 / columns / WIDEST), columns };
}

/** Where each table is drawn: those that nobody has placed yet stand in rows, in their order. */
export function spotsOf(tables: readonly Placeable[]): Map<string, Spot & { placed: boolean }> {
  const { columns, rows } = rowsOf(tables.length);
  return new Map(
    tables.map(({ id, x, y }, at): [string, Spot & { placed: boolean }] => {
      if (typeof x === 'number' && typeof y === 'number') return [id, { x, y, placed: true }];
      const column = at % columns;
      const row = Math.floor(at / columns);
      const spot = spotAt((1000 * (column + 0.5)) / columns, (1000 * (row + 0.5)) / rows);
      return [id, { ...spot, placed: false }];
    }),
  );
}

function snapped(at: number): number {
  return Math.round(at / GRID) * GRID;
}

function within(at: number): number {
  return Math.min(1000 - EDGE, Math.max(EDGE, at));
}
