import { useCallback, useLayoutEffect, useRef } from 'preact/hooks';
import { columnsOf, packed } from './packed.js';

/** The least width of a card, and the room between two; rem. */
const LEAST_REM = 18;
const GAP_REM = 0.75;
/** The rows of the board are this high: as high as needed, and a little; rem. See board.css. */
const UNIT_REM = 0.25;

type Board = { current: HTMLElement | null };

/**
 * Puts the cards of a board in their places, each as high as it says. CSS alone would put them too, but reads
 * from right to left where columns end unevenly.
 * @param onPlaced called when they lie there
 * @returns to be called when a card has another height
 */
export function usePlaces(board: Board, onPlaced: () => void): () => void {
  const planned = useRef(false);
  const put = () => {
    place(board.current);
    onPlaced();
  };
  useLayoutEffect(put);
  return useCallback(() => {
    if (planned.current) return;
    planned.current = true;
    queueMicrotask(() => {
      planned.current = false;
      put();
    });
  }, [board]);
}

/** Tells how many rows a card needs, unless it must not change under anybody's hands: what does not fit then fades. */
export function useRows(card: Board, still: boolean, onRows: () => void): void {
  useLayoutEffect(() => {
    const element = card.current;
    if (!element) return;
    const rows = rowsOf(element);
    const before = element.dataset.rows;
    const held = before !== undefined && !still;
    element.toggleAttribute('data-cut', held && rows > Number(before));
    if (held || before === String(rows)) return;
    element.dataset.rows = String(rows);
    onRows();
  });
}

/** Of head, list and foot as high as they would like to be. */
function rowsOf(element: HTMLElement): number {
  const [head, body, foot] = [...element.children] as HTMLElement[];
  const list = body?.firstElementChild as HTMLElement | null | undefined;
  // Not in whole pixels: what is rounded away would be cut from the last dish.
  const parts = [head, list, foot].map((part) => part?.getBoundingClientRect().height ?? 0);
  const { borderTopWidth, borderBottomWidth, marginBottom } = getComputedStyle(element);
  const around = [borderTopWidth, borderBottomWidth, marginBottom].map(Number.parseFloat);
  const height = [...parts, ...around].reduce((sum, part) => sum + part, 0);
  return Math.ceil(height / (UNIT_REM * remOf()));
}

function place(board: HTMLElement | null): void {
  if (!board) return;
  const rem = remOf();
  const { paddingLeft, paddingRight } = getComputedStyle(board);
  const sides = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight);
  const columns = columnsOf(board.clientWidth - sides, LEAST_REM * rem, GAP_REM * rem);
  board.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  const cards = [...board.querySelectorAll<HTMLElement>(':scope > [data-rows]')];
  const heights = cards.map(({ dataset }) => Number(dataset.rows));
  for (const [at, { column, row }] of packed(heights, columns).entries()) {
    const card = cards[at];
    if (card) card.style.gridArea = `${row} / ${column} / span ${heights[at]} / span 1`;
  }
}

function remOf(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
