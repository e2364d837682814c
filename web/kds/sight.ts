import { signal } from '@preact/signals';

/** What lies so little below the edge is the room around a card; px. */
const NEARLY_PX = 4;
/** Of the board, so much is gone over at once: what was cut is whole on the next page. */
const PAGE = 0.8;

/** What of the board is out of sight, and the way there. */
export class Sight {
  /** Cards that are not whole, or not to be seen at all, below the lower edge. */
  readonly below = signal(0);
  /** The oldest are not to be seen. */
  readonly above = signal(false);
  #board: HTMLElement | null = null;

  /** Looks at the board as it lies now. */
  look(board: HTMLElement | null): void {
    this.#board = board;
    if (!board) return;
    const edge = board.scrollTop + board.clientHeight + NEARLY_PX;
    const cards = [...board.querySelectorAll<HTMLElement>(':scope > [data-card]')];
    this.below.value = cards.filter((card) => bottomOf(card) > edge && !isGone(card)).length;
    this.above.value = board.scrollTop > NEARLY_PX;
  }

  /** A page on; from the end, back to the oldest. */
  turn(): void {
    const board = this.#board;
    if (this.below.value > 0) board?.scrollBy({ top: board.clientHeight * PAGE });
    else board?.scrollTo({ top: 0 });
  }
}

function bottomOf({ offsetTop, offsetHeight }: HTMLElement): number {
  return offsetTop + offsetHeight;
}

function isGone({ dataset }: HTMLElement): boolean {
  return dataset.state === 'gone';
}
