import { useEffect } from 'preact/hooks';
import type { Sight } from './sight.js';

/** Looks again at what of the board is to be seen, whenever it is scrolled or gets another height. */
export function useSight(board: { current: HTMLElement | null }, sight: Sight): void {
  useEffect(() => {
    const element = board.current;
    if (!element) return;
    const look = () => sight.look(element);
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [sight]);
}
