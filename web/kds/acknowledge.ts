import { effect } from '@preact/signals';
import type { Kitchen } from './kitchen.js';

/**
 * Tells the server which tickets are on the glass: those whose cards are drawn, with what was taken
 * back of them, and the void that is told below the board, on a page that is in sight. Cards
 * further down the board count: the rail says how many there are. The expo does not tell: it is for
 * whoever hands out, and no cook looks at it.
 * @returns ends that
 */
export function acknowledge(kitchen: Kitchen): () => void {
  if (kitchen.expo) return () => undefined;
  let planned = 0;
  const look = () => {
    if (planned !== 0) return;
    // A page out of sight gets no frames. The second one begins when the first has been painted.
    planned = requestAnimationFrame(() => {
      planned = requestAnimationFrame(() => {
        planned = 0;
        kitchen.shown(onGlass(kitchen));
      });
    });
  };
  const end = effect(() => {
    void kitchen.cards.value;
    void kitchen.alerts.value;
    look();
  });
  return () => {
    end();
    cancelAnimationFrame(planned);
  };
}

function onGlass(kitchen: Kitchen): string[] {
  const drawn = [...document.querySelectorAll<HTMLElement>('.board > [data-card]')];
  const ids = new Set(drawn.map(({ dataset }) => dataset.card));
  const cards = kitchen.cards.peek().filter(({ id }) => ids.has(id));
  // One void is told at a time, the oldest first.
  const [alert] = document.querySelector('.alert') ? kitchen.alerts.peek() : [];
  const tickets = [...cards.flatMap((card) => [...card.tickets, ...card.voids])];
  return [...tickets, ...(alert?.tickets ?? [])].map(({ id }) => id);
}
