import { Icon } from '../ui/icon.js';
import './move-note.css';
import { t } from './words.js';

export interface MoveNoteProps {
  from: string;
  to: string;
  onNote: () => void;
}

/** The food goes to another table. It is told until a touch says that it was seen. */
export function MoveNote({ from, to, onNote }: MoveNoteProps) {
  return (
    <button type="button" class="move-note" onClick={onNote}>
      <Icon name="arrow" />
      <strong>{t('moved')}</strong>
      <span>
        <s>{from}</s> → {to}
      </span>
      <Icon name="check" />
      <span class="unseen">{t('note')}</span>
    </button>
  );
}
