import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** How long a finger rests before it means more than a tap; ms. */
const LONG_MS = 450;
/** A finger that moves further scrolls; px. */
const STRAYED_PX = 10;
/** The end of a long press, and the browser's own word for it, come within so long; ms. */
const AFTER_MS = 1_500;

type Handlers = Pick<
  JSX.IntrinsicElements['button'],
  | 'onPointerDown'
  | 'onPointerMove'
  | 'onPointerUp'
  | 'onPointerCancel'
  | 'onContextMenu'
  | 'onClick'
>;

/**
 * A tap is one thing, a long press or the right button another. The press is timed here: not every tablet
 * tells a page of it.
 */
export function useLongPress(onTap: (event: MouseEvent) => void, onLong: () => void): Handlers {
  const from = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> } | null>(null);
  /** When a press was long: what follows from it does not count again. */
  const done = useRef(Number.NEGATIVE_INFINITY);
  const isDone = () => performance.now() - done.current < AFTER_MS;
  const end = () => {
    clearTimeout(from.current?.timer);
    from.current = null;
  };
  const act = () => {
    end();
    if (isDone()) return;
    done.current = performance.now();
    onLong();
  };
  return {
    onPointerDown: ({ pointerType, clientX: x, clientY: y }) => {
      end();
      done.current = Number.NEGATIVE_INFINITY;
      if (pointerType !== 'mouse') from.current = { x, y, timer: setTimeout(act, LONG_MS) };
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (!from.current) return;
      const { x, y } = from.current;
      if (Math.hypot(clientX - x, clientY - y) > STRAYED_PX) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onContextMenu: (event) => {
      event.preventDefault();
      act();
    },
    onClick: (event) => {
      // A key has no press before it.
      if (event.detail > 0 && isDone()) return;
      onTap(event);
    },
  };
}
