import { useLayoutEffect, useRef } from 'preact/hooks';

const CALM_MS = 220;
const REDUCED = '(prefers-reduced-motion: reduce)';

/** On the board, however far it is scrolled. */
interface Place {
  left: number;
  top: number;
}

/** Lets the cards slide to their new places, so that the eye can follow. @param order their ids, as they lie */
export function useSlide(board: { current: HTMLElement | null }, order: string): void {
  const before = useRef(new Map<string, Place>());
  useLayoutEffect(() => {
    const after = new Map<string, Place>();
    for (const element of board.current?.children ?? []) {
      if (!(element instanceof HTMLElement) || element.dataset.card === undefined) continue;
      const place = { left: element.offsetLeft, top: element.offsetTop };
      after.set(element.dataset.card, place);
      const was = before.current.get(element.dataset.card);
      if (was) slide(element, was, place);
    }
    before.current = after;
  }, [order]);
}

function slide(element: HTMLElement, was: Place, is: Place): void {
  const [x, y] = [was.left - is.left, was.top - is.top];
  if ((x === 0 && y === 0) || matchMedia(REDUCED).matches) return;
  element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
    duration: CALM_MS,
    easing: 'ease-out',
  });
}
