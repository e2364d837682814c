import { Icon } from '../../ui/icon.js';
import type { Course } from '../shapes.js';
import { t } from '../words.js';

export interface LineTextProps {
  name: string;
  /** Variant and modifiers. */
  choice: string;
  note: string | null;
  course: Course | null;
  seat: number | null;
  /** All of it was taken back. */
  isGone?: boolean;
}

/** What a line says, wherever it is shown. */
export function LineText({ name, choice, note, course, seat, isGone = false }: LineTextProps) {
  const where = [
    course !== null && t('line.courseIs', { course: String(course) }),
    seat !== null && t('line.seatIs', { seat: String(seat) }),
  ].filter((text) => text !== false);
  return (
    <span class="line-text" data-gone={isGone || undefined}>
      <span class="line-name">{name}</span>
      {choice !== '' && <span class="line-choice">{choice}</span>}
      {note && (
        <span class="line-note">
          <Icon name="note" />
          {note}
        </span>
      )}
      {where.length > 0 && <span class="line-where">{where.join(' · ')}</span>}
    </span>
  );
}
