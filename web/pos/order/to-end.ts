/**
 * Scrolls a list of lines to its newest one, and leaves so much room below it that no row lies half under
 * the heading that stays above.
 */
export function toEnd(list: HTMLElement): void {
  const rest = (px: number) => {
    list.style.setProperty('--rest', `${px}px`);
    list.scrollTop = list.scrollHeight;
  };
  rest(0);
  if (list.scrollTop === 0) return;
  const part = [...list.querySelectorAll('.row')].map(partInSight).find((px) => px > 0);
  if (part !== undefined) rest(part);
}

/** How much of a row is still in sight while the rest of it lies under the heading; px, 0 where none does. */
function partInSight(row: Element): number {
  const edge = row.closest('section')?.querySelector('h3')?.getBoundingClientRect().bottom ?? 0;
  const { top, bottom } = row.getBoundingClientRect();
  // Less than a pixel is how browsers round.
  return top < edge - 1 && bottom > edge + 1 ? Math.ceil(bottom - edge) : 0;
}
