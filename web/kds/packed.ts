/** A place on the board, counted from 1 as CSS does. */
export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Columns whose lower ends differ by no more are as good as even: the one further left is read first. */
const EVEN_ROWS = 20;

/** How many columns fit side by side; lengths of one unit, whichever. */
export function columnsOf(width: number, least: number, gap: number): number {
  return Math.max(1, Math.floor((width + gap) / (least + gap)));
}

/**
 * Lays cards of different heights below each other without gaps, each in the column that ends first, so that
 * the board reads from left to right and downwards. One more at the end moves none before it.
 * @param rows how many rows each card takes
 */
export function packed(rows: readonly number[], columns: number): Cell[] {
  const ends = Array.from({ length: columns }, () => 0);
  return rows.map((height) => {
    const first = Math.min(...ends);
    const column = ends.findIndex((end) => end <= first + EVEN_ROWS);
    const row = ends[column] ?? 0;
    ends[column] = row + height;
    return { column: column + 1, row: row + 1 };
  });
}
