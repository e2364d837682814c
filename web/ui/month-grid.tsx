import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { dateText, firstWeekday, monthText, number, weekdayText } from '../state/place.js';
import { t } from '../state/words.js';
import { Button } from './button.js';
import { addDays, addMonths, weekdayOf, weeksOf } from './days.js';
import './month-grid.css';

export interface MonthGridProps {
  /** The day that is chosen, YYYY-MM-DD; its month is shown at first. */
  day: string;
  /** None after it can be chosen. */
  last: string;
  onChoose: (day: string) => void;
}

/** The days of a month: arrows go by days and weeks, Page Up and Down by months (WAI-ARIA, "date picker"). */
export function MonthGrid({ day, last, onChoose }: MonthGridProps) {
  const [at, setAt] = useState(day);
  const table = useRef<HTMLTableElement>(null);
  const steered = useRef(false);
  const first = firstWeekday();
  const weeks = weeksOf(at, first);
  const go = (to: string) => setAt(to > last ? last : to);
  useLayoutEffect(() => {
    // Whoever turns the page by its buttons keeps them under the finger.
    if (steered.current) table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    steered.current = false;
  }, [at]);
  const steer = (event: KeyboardEvent) => {
    const to = targetOf(event.key, at, first);
    if (to === null) return;
    event.preventDefault();
    steered.current = true;
    go(to);
  };
  return (
    <div class="month">
      <header>
        <Button
          kind="quiet"
          icon="back"
          label={t('month.before')}
          onClick={() => go(addMonths(at, -1))}
        />
        <strong aria-live="polite">{monthText(at)}</strong>
        <Button
          kind="quiet"
          icon="forward"
          label={t('month.after')}
          disabled={at.slice(0, 7) >= last.slice(0, 7)}
          onClick={() => go(addMonths(at, 1))}
        />
      </header>
      <table class="figures" ref={table} aria-label={monthText(at)} onKeyDown={steer}>
        <thead>
          <tr>
            {weeks[1]?.map((each) => (
              <th key={each} scope="col">
                {each !== null && weekdayText(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((each) => each !== null)}>
              {week.map((each, place) => (
                <td key={each ?? place}>
                  {each !== null && (
                    <button
                      type="button"
                      autofocus={each === at}
                      tabIndex={each === at ? 0 : -1}
                      aria-label={dateText(each)}
                      aria-pressed={each === day}
                      disabled={each > last}
                      onClick={() => onChoose(each)}
                    >
                      {number(Number(each.slice(8)))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function targetOf(key: string, at: string, firstDay: number): string | null {
  const intoWeek = (weekdayOf(at) - firstDay + 7) % 7;
  if (key === 'ArrowLeft') return addDays(at, -1);
  if (key === 'ArrowRight') return addDays(at, 1);
  if (key === 'ArrowUp') return addDays(at, -7);
  if (key === 'ArrowDown') return addDays(at, 7);
  if (key === 'Home') return addDays(at, -intoWeek);
  if (key === 'End') return addDays(at, 6 - intoWeek);
  if (key === 'PageUp') return addMonths(at, -1);
  return key === 'PageDown' ? addMonths(at, 1) : null;
}
