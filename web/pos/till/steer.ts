import { isArrow, nextIn, type Spot } from '../floor/plan.js';

/**
 * Moves the focus among the marked elements within, by where they lie on the screen. Answers
 * whether it did.
 */
export function steer(event: KeyboardEvent, within: HTMLElement | null, marked: string): boolean {
  if (!within || !isArrow(event.key) || event.ctrlKey || event.metaKey || event.altKey)
    return false;
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !active.matches(marked)) return false;
  const all = [...within.querySelectorAll<HTMLElement>(marked)];
  const next = all[nextIn(event.key, middleOf(active), all.map(middleOf))];
  if (!next) return false;
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
  event.preventDefault();
  return true;
}

function middleOf(element: HTMLElement): Spot {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}
