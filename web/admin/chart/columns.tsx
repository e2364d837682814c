import { useState } from 'preact/hooks';
import './columns.css';
import { ticksUpTo } from './ticks.js';

export interface Column {
  key: string;
  /** Below it. */
  name: string;
  value: number;
  /** What it is compared with, behind it. */
  before: number;
}

export interface ColumnsProps {
  /** What it shows, and how it is read, for those who listen. */
  label: string;
  columns: readonly Column[];
  /** The least step between two lines. */
  unit: number;
  /** What stands beside a line. */
  tickText: (value: number) => string;
  /** What a column says; null: the chart as a whole. */
  valueText: (at: number | null) => string;
  /** Which column is pointed at, by mouse, finger or arrow key; null: none. */
  onPoint: (at: number | null) => void;
}

/**
 * Values beside each other, in columns; the arrows go from one to the next, as on a slider that says a value.
 * Drawn of boxes: in the colours of the theme, as wide as its place, and 21 KB lighter than a library.
 */
export function Columns({ label, columns, unit, tickText, valueText, onPoint }: ColumnsProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const most = Math.max(...columns.flatMap(({ value, before }) => [value, before]), 0);
  const ticks = ticksUpTo(most, unit);
  const top = ticks.at(-1) ?? unit;
  const percent = (value: number) => `${(100 * Math.max(0, value)) / top}%`;
  const point = (at: number | null) => {
    setPointed(at);
    onPoint(at);
  };
  const steer = (event: KeyboardEvent) => {
    const from = pointed ?? (event.key === 'ArrowLeft' ? columns.length : -1);
    const to = event.key === 'ArrowRight' ? from + 1 : event.key === 'ArrowLeft' ? from - 1 : null;
    if (to === null) return;
    event.preventDefault();
    point(Math.min(columns.length - 1, Math.max(0, to)));
  };
  return (
    <div
      class="columns"
      role="slider"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={columns.length - 1}
      aria-valuenow={pointed ?? 0}
      aria-valuetext={valueText(pointed)}
      tabIndex={0}
      onKeyDown={steer}
      onBlur={() => point(null)}
      onPointerLeave={() => point(null)}
    >
      <div class="columns-field">
        {ticks.map((value) => (
          <div key={value} class="columns-tick figures" style={{ bottom: percent(value) }}>
            <span>{tickText(value)}</span>
          </div>
        ))}
        <div class="columns-bars">
          {columns.map(({ key, value, before }, at) => (
            <div
              key={key}
              data-pointed={at === pointed || undefined}
              onPointerEnter={() => point(at)}
              onPointerDown={() => point(at)}
            >
              <i style={{ height: percent(before) }} />
              <b style={{ height: percent(value) }} />
            </div>
          ))}
        </div>
      </div>
      <div class="columns-names figures">
        {columns.map(({ key, name }) => (
          <span key={key}>{name}</span>
        ))}
      </div>
    </div>
  );
}
