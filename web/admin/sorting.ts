import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from './words.js';

export interface SortingOptions {
  /** Moves the row at one place to another one. */
  onMove: (from: number, to: number) => void;
  count: number;
  nameOf: (at: number) => string;
}

interface Drag {
  from: number;
  to: number;
  /** How far it was dragged, and how tall it is; px. */
  by: number;
  height: number;
}

/** So near to an edge of the window a drag rolls the page; px. The bar lies over the upper one. */
const EDGE = { above: 140, below: 80 };
/** The farther into the edge, the faster: by this part of the way at each frame. */
const PULL = 0.15;

/**
 * Puts the rows of a list into another order: with a finger or mouse at the grip, or with the arrows while it
 * has the focus. `list` goes to the element whose children are the rows. A list is longer than the window: near
 * its edges the page rolls along.
 */
export function useSorting({ onMove, count, nameOf }: SortingOptions) {
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [said, setSaid] = useState('');
  // Where the row that was moved by keyboard will be.
  const awaited = useRef<{ name: string; to: number } | null>(null);
  useLayoutEffect(() => {
    const { name, to } = awaited.current ?? { name: '', to: -1 };
    if (awaited.current === null || nameOf(to) !== name) return;
    awaited.current = null;
    // An element that is put elsewhere in the page loses the focus.
    list.current?.children[to]?.querySelector<HTMLElement>('.grip')?.focus();
  });
  const move = (from: number, to: number) => {
    if (to < 0 || to >= count || to === from) return;
    setSaid(t('move.said', { name: nameOf(from), n: to + 1, all: count }));
    onMove(from, to);
  };
  const begin = (event: PointerEvent & { currentTarget: HTMLElement }, from: number) => {
    if (event.button !== 0) return;
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect());
    const own = rows[from];
    if (!own) return;
    const grip = event.currentTarget;
    // Where things are on the page, not in the window: it may roll meanwhile.
    const middles = rows.map(({ top, height }) => top + height / 2 + scrollY);
    const start = event.clientY + scrollY;
    let pointer = event.clientY;
    grip.setPointerCapture(event.pointerId);
    let now: Drag = { from, to: from, by: 0, height: own.height };
    setDrag(now);
    const follow = () => {
      const by = pointer + scrollY - start;
      const middle = (middles[from] ?? 0) + by;
      const passed = middles.filter((each, at) => at !== from && each < middle).length;
      now = { ...now, by, to: passed };
      setDrag(now);
    };
    const moved = ({ clientY }: PointerEvent) => {
      pointer = clientY;
      follow();
    };
    const roll = () => {
      frame = requestAnimationFrame(roll);
      const by = rolledBy(pointer);
      // Who takes hold of a row near an edge does not want to go there yet.
      if (by === 0 || Math.sign(by) !== Math.sign(now.by)) return;
      scrollBy(0, by);
      follow();
    };
    let frame = requestAnimationFrame(roll);
    const end = (dropped: boolean) => {
      cancelAnimationFrame(frame);
      grip.removeEventListener('pointermove', moved);
      grip.removeEventListener('pointerup', drop);
      grip.removeEventListener('pointercancel', cancel);
      setDrag(null);
      if (dropped) move(now.from, now.to);
    };
    const drop = () => end(true);
    const cancel = () => end(false);
    grip.addEventListener('pointermove', moved);
    grip.addEventListener('pointerup', drop);
    grip.addEventListener('pointercancel', cancel);
  };
  return {
    list,
    /** Where the last one went, for those who listen. */
    said,
    row: (at: number) => ({
      'data-dragged': drag?.from === at || undefined,
      style: { transform: shiftOf(drag, at) },
    }),
    grip: (at: number) => ({
      onPointerDown: (event: PointerEvent & { currentTarget: HTMLElement }) => begin(event, at),
      onKeyDown: (event: KeyboardEvent) => {
        const to = event.key === 'ArrowUp' ? at - 1 : event.key === 'ArrowDown' ? at + 1 : null;
        if (to === null) return;
        event.preventDefault();
        awaited.current = { name: nameOf(at), to };
        move(at, to);
      },
    }),
  };
}

/** By how much the page rolls while the pointer is there; px, upwards below nought. */
function rolledBy(pointer: number): number {
  const [above, below] = [EDGE.above - pointer, pointer - (innerHeight - EDGE.below)];
  if (above > 0) return -Math.ceil(above * PULL);
  return below > 0 ? Math.ceil(below * PULL) : 0;
}

/** The one that is dragged follows the finger; those it passed make room. */
function shiftOf(drag: Drag | null, at: number): string | undefined {
  if (!drag) return undefined;
  const { from, to, by, height } = drag;
  if (at === from) return `translateY(${by}px)`;
  if (at > from && at <= to) return `translateY(${-height}px)`;
  if (at < from && at >= to) return `translateY(${height}px)`;
  return undefined;
}
