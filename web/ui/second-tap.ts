/** Taps at one place that follow each other faster are one, as far as what comes up under the finger; ms. */
const SOON_MS = 500;
/** How far from each other the taps of one finger at one place come down; px. */
const SAME_PX = 32;

const CONTROLS = 'label, button, a, input, select, textarea, summary';

interface Tap {
  readonly x: number;
  readonly y: number;
  readonly at: number;
  /** What it hit, and what that said it would do. */
  readonly hit: Element | null;
  readonly meaning: string;
}

/**
 * Lets no second tap, and no key that is held down, do what came up only since the first one: of a double tap on
 * "Issue the bill" the other half would take the money, since that is what lies there by then. Taps on what stays
 * as it is, such as `+` or the digits of a keypad, and taps elsewhere may follow each other as fast as they like.
 * Called once by a page, before it hears anything itself.
 */
export function guardSecondTaps(): void {
  let last: Tap | null = null;
  const onClick = (event: MouseEvent) => {
    // A key, or a script: its place says nothing.
    if (event.detail === 0) return;
    const tap = tapOf(event);
    if (last && isBlind(tap, last)) {
      // Who goes on tapping has still not looked.
      last = { ...last, at: tap.at };
      drop(event);
    } else {
      last = tap;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Who has typed since has looked.
    if (!event.repeat) last = null;
    else if (event.key === 'Enter' && !(event.target instanceof HTMLTextAreaElement)) drop(event);
  };
  addEventListener('click', onClick, { capture: true });
  addEventListener('keydown', onKeyDown, { capture: true });
}

/** It follows a tap at the same place, and neither what it hits nor that place is as that one found it. */
function isBlind(tap: Tap, before: Tap): boolean {
  if (tap.at - before.at > SOON_MS) return false;
  if (Math.hypot(tap.x - before.x, tap.y - before.y) > SAME_PX) return false;
  const there = controlOf(document.elementFromPoint(before.x, before.y));
  return !isAsIn(before, tap.hit) && !isAsIn(before, there);
}

function isAsIn({ hit, meaning }: Tap, control: Element | null): boolean {
  return control === hit && meaningOf(control) === meaning;
}

function tapOf({ clientX: x, clientY: y, timeStamp: at, target }: MouseEvent): Tap {
  const hit = controlOf(target);
  return { x, y, at, hit, meaning: meaningOf(hit) };
}

function controlOf(target: EventTarget | null): Element | null {
  if (!(target instanceof Element)) return null;
  // A tap on a label is one on what is in it as well: both are the label's.
  return target.closest('label') ?? target.closest(CONTROLS) ?? target;
}

/**
 * What a control says it does. Figures only count, such as the portions taken of a dish; where the next one looks
 * the same and is not, `data-turn` says so.
 */
function meaningOf(control: Element | null): string {
  if (!control?.matches(CONTROLS)) return '';
  const seen = control.cloneNode(true) as Element;
  for (const unseen of seen.querySelectorAll('.unseen')) unseen.remove();
  const said = `${control.getAttribute('aria-label') ?? ''} ${seen.textContent}`;
  const words = said.replaceAll(/[\p{N}\p{P}\p{Sc}\s]+/gu, ' ').trim();
  return `${words} ${control.getAttribute('data-turn') ?? ''}`;
}

function drop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
