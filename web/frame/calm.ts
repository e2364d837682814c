import { useEffect } from 'preact/hooks';

/** Whoever touched nothing for so long is not about to touch the next thing; ms. */
const QUIET_MS = 120_000;
const GESTURES = ['pointerdown', 'keydown'] as const;
const FIELDS = ['text', 'search', 'email', 'password', 'tel', 'url', 'number', 'textarea'];

/** By the page's clock; null: nobody has touched it since it was opened. */
let touchedAt: number | null = null;
const busy = new Set<object>();

for (const gesture of GESTURES) {
  addEventListener(
    gesture,
    () => {
      touchedAt = performance.now();
    },
    { capture: true, passive: true },
  );
}

/** Says of a place in the page that nobody is taken away from it unasked, such as an order that is being taken. */
export function useBusy(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    const mark = {};
    busy.add(mark);
    return () => {
      busy.delete(mark);
    };
  }, [on]);
}

/** Whether the page may open itself anew now, and nobody would be disturbed or lose a word. */
export function isCalm(): boolean {
  const quiet = touchedAt === null || performance.now() - touchedAt >= QUIET_MS;
  return quiet && busy.size === 0 && !document.querySelector('dialog[open]') && !isBegun();
}

/** Something is typed in a field that nobody has sent. */
function isBegun(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
    'input, textarea',
  );
  return [...fields].some(({ type, value }) => FIELDS.includes(type) && value !== '');
}
