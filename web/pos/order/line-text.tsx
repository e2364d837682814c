import type { ComponentChildren } from 'preact';
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
  /** How far it is, beside what was chosen. */
  children?: ComponentChildren;
}

/** What a line says, wherever it is shown: its name, and on one line below how it is wanted, for whom and when. */
export function LineText({
  name,
  choice,
  note,
  course,
  seat,
  isGone = false,
  children,
}: LineTextProps) {
  const how = [
    choice,
    course !== null && t('line.courseIs', { course: String(course) }),
    seat !== null && t('line.seatIs', { seat: String(seat) }),
  ].filter((text) => text !== false && text !== '');
  return (
    <span class="line-text" data-gone={isGone || undefined}>
      <span class="line-name">{name}</span>
      {(how.length > 0 || children) && (
        <span class="line-how">
          {how.length > 0 && <span class="line-choice">{how.join(' · ')}</span>}
          {children}
        </span>
      )}
      {note && (
        <span class="line-note">
          <Icon name="note" />
          {note}
        </span>
      )}
    </span>
  );
}
