import { Field } from '../../ui/field.js';
import type { Course } from '../shapes.js';
import { t } from '../words.js';
import type { Choice } from './choice.js';
import { Chips } from './chips.js';

/** Courses that are offered without being asked for. */
const COURSES = 4;
/** As the server takes it. */
const LONGEST_NOTE = 500;

type Extras = Pick<Choice, 'note' | 'course' | 'seat'>;

export interface ExtrasFieldsProps {
  value: Extras;
  /** So many are offered. */
  seats: number;
  onChange: (change: Partial<Extras>) => void;
}

/**
 * What a line may have besides: a note for the kitchen, its course, and who at the table it is for.
 */
export function ExtrasFields({ value, seats, onChange }: ExtrasFieldsProps) {
  const { note, course, seat } = value;
  const offered = Math.max(seats, seat ?? 0);
  return (
    <>
      <Field
        label={t('line.note')}
        value={note ?? ''}
        maxLength={LONGEST_NOTE}
        placeholder={t('line.notePlaceholder')}
        autoComplete="off"
        onInput={(text) => onChange({ note: text.trim() === '' ? null : text })}
      />
      <Chips
        label={t('line.course')}
        takes="one"
        chips={[{ key: '', text: t('line.anyCourse') }, ...courses(course)]}
        chosen={[course === null ? '' : String(course)]}
        onToggle={(key) => onChange({ course: courseOf(key) })}
      />
      <Chips
        label={t('line.seat')}
        takes="one"
        chips={[
          { key: '', text: t('line.anySeat') },
          ...Array.from({ length: offered }, (_, at) => ({ key: String(at + 1), text: at + 1 })),
        ]}
        chosen={[seat === null ? '' : String(seat)]}
        onToggle={(key) => onChange({ seat: key === '' ? null : Number(key) })}
      />
    </>
  );
}

/** By number, and the house's own word where the line has one. */
function courses(course: Course | null) {
  const most = typeof course === 'number' ? Math.max(COURSES, course) : COURSES;
  const numbered = Array.from({ length: most }, (_, at) => ({ key: String(at + 1), text: at + 1 }));
  return typeof course === 'string' ? [...numbered, { key: course, text: course }] : numbered;
}

function courseOf(key: string): Course | null {
  if (key === '') return null;
  return /^\d+$/.test(key) ? Number(key) : key;
}
