import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words.js';
import { GRID, type Spot, spotAt, steered } from './plan.js';
import type { FloorTable } from './shapes.js';

export interface PlanTableProps {
  table: FloorTable;
  spot: Spot & { placed: boolean };
  floor: RefObject<HTMLDivElement | null>;
  onMoved: (spot: Spot) => void;
  onOpen: () => void;
}

/** A tap that trembles this much is still a tap; px. */
const TREMOR = 5;
/** After the last arrow it is sent; ms. */
const KEYS_REST_MS = 600;
const BIG_STEP = GRID * 5;

/** A table on the plan: dragged with a finger or mouse, moved with the arrows, opened with a tap or Enter. */
export function PlanTable({ table, spot, floor, onMoved, onOpen }: PlanTableProps) {
  // Where it is while it is moved; the plan has it afterwards.
  const [held, setHeld] = useState<Spot | null>(null);
  const [dragged, setDragged] = useState(false);
  const resting = useRef<{ timer: ReturnType<typeof setTimeout>; send: () => void } | null>(null);
  const settle = () => {
    if (!resting.current) return;
    clearTimeout(resting.current.timer);
    resting.current.send();
    resting.current = null;
  };
  // Whoever goes elsewhere before the keys have come to rest has moved it all the same.
  useEffect(() => settle, []);
  const { x, y } = held ?? spot;
  const grab = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const frame = floor.current?.getBoundingClientRect();
    if (!frame || event.button !== 0) return;
    const element = event.currentTarget;
    const start = { x: event.clientX, y: event.clientY };
    let now: Spot | null = null;
    element.setPointerCapture(event.pointerId);
    const move = ({ clientX, clientY }: PointerEvent) => {
      const [dx, dy] = [clientX - start.x, clientY - start.y];
      if (now === null && Math.hypot(dx, dy) < TREMOR) return;
      now = spotAt(spot.x + (1000 * dx) / frame.width, spot.y + (1000 * dy) / frame.height);
      setDragged(true);
      setHeld(now);
    };
    const end = () => {
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', end);
      element.removeEventListener('pointercancel', end);
      setHeld(null);
      if (now) onMoved(now);
      // The click that follows a drag opens nothing.
      setTimeout(() => setDragged(false));
    };
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', end);
    element.addEventListener('pointercancel', end);
  };
  const steer = (event: KeyboardEvent) => {
    const next = steered(event.key, { x, y }, event.shiftKey ? BIG_STEP : GRID);
    if (!next) return;
    event.preventDefault();
    setHeld(next);
    if (resting.current) clearTimeout(resting.current.timer);
    const send = () => {
      onMoved(next);
      setHeld(null);
    };
    resting.current = { timer: setTimeout(settle, KEYS_REST_MS), send };
  };
  return (
    <button
      type="button"
      class="plan-table"
      data-shape={table.shape ?? 'square'}
      data-seats={sizeOf(table.seats)}
      data-busy={table.state === 'busy' || undefined}
      data-loose={!spot.placed || undefined}
      data-held={held !== null || undefined}
      style={{ left: `${x / 10}%`, top: `${y / 10}%` }}
      onPointerDown={grab}
      onKeyDown={steer}
      onBlur={settle}
      onClick={() => {
        if (!dragged) onOpen();
      }}
    >
      <strong>{table.name}</strong>
      {table.seats !== null && <small>{t('seats', { n: table.seats })}</small>}
      <span class="unseen">{t('plan.at', { x: Math.round(x / 10), y: Math.round(y / 10) })}</span>
    </button>
  );
}

function sizeOf(seats: number | null): 'few' | 'some' | 'many' {
  if (seats === null || seats <= 2) return seats === null ? 'some' : 'few';
  return seats <= 5 ? 'some' : 'many';
}
