import type { Course } from '../shapes.js';
import { t } from '../words.js';

/** What the next items are taken for, unless their sheet says otherwise. */
export interface Next {
  readonly course: Course | null;
  readonly seat: number | null;
}

export interface NextFieldsProps {
  next: Next;
  /** So many are offered. */
  seats: number;
  onChange: (next: Next) => void;
}

const COURSES = 4;

/** Course and seat of the items that are taken from now on: chosen once for several. */
export function NextFields({ next, seats, onChange }: NextFieldsProps) {
  return (
    <div class="next">
      <Numbers
        label={t('line.course')}
        value={typeof next.course === 'number' ? next.course : null}
        most={COURSES}
        text={(n) => t('line.courseIs', { course: String(n) })}
        onChange={(course) => onChange({ ...next, course })}
      />
      <Numbers
        label={t('line.seat')}
        value={next.seat}
        most={seats}
        text={(n) => t('line.seatIs', { seat: String(n) })}
        onChange={(seat) => onChange({ ...next, seat })}
      />
    </div>
  );
}

interface NumbersProps {
  label: string;
  value: number | null;
  most: number;
  text: (n: number) => string;
  onChange: (value: number | null) => void;
}

function Numbers({ label, value, most, text, onChange }: NumbersProps) {
  const count = Math.max(most, value ?? 0);
  return (
    <select
      aria-label={t('next', { what: label })}
      value={value ?? ''}
      data-set={value !== null || undefined}
      onChange={({ currentTarget }) =>
        onChange(currentTarget.value === '' ? null : Number(currentTarget.value))
      }
    >
      <option value="">{label}</option>
      {Array.from({ length: count }, (_, at) => (
        <option key={at} value={at + 1}>
          {text(at + 1)}
        </option>
      ))}
    </select>
  );
}
