import type { Entry } from '../../../client/outbox/entry.js';
import { clockTime } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { useTill } from '../till/context.js';
import { refusalText } from '../trouble.js';
import { t } from '../words.js';
import { entryText, entryTitle } from './entry-text.js';
import { LetterCard } from './letter-card.js';
import { lettersOf } from './letters.js';
import './outbox.css';

/** Commands that are written out; whoever was cut off for long has a thousand of them. */
const MOST_SHOWN = 50;

/**
 * In the bar, always: how many commands of this device the server has not confirmed, and how many
 * it refused.
 */
export function OutboxChip({ onOpen }: { onOpen: () => void }) {
  const till = useTill();
  const { waiting, dead } = till.outbox.value;
  const letters = lettersOf(dead).length;
  const tone = letters > 0 ? 'bad' : waiting.length > 0 ? 'warn' : 'good';
  return (
    <button type="button" class="outbox-chip" data-tone={tone} onClick={onOpen}>
      <Icon name={tone === 'good' ? 'check' : tone === 'warn' ? 'outbox' : 'warning'} />
      <span class="figures">
        {letters > 0
          ? t('outbox.refused', { n: letters })
          : waiting.length > 0
            ? t('outbox.waiting', { n: waiting.length })
            : t('outbox.empty')}
      </span>
    </button>
  );
}

/** What was refused, and what to do about it; what waits, in its order. */
export function OutboxDialog({ onClose }: { onClose: () => void }) {
  const till = useTill();
  const { waiting, dead } = till.outbox.value;
  const letters = lettersOf(dead);
  return (
    <Dialog
      title={t('outbox')}
      size="wide"
      onClose={onClose}
      actions={
        till.isCut.value && (
          <Button onClick={() => till.terminal.hurry()}>{t('outbox.hurry')}</Button>
        )
      }
    >
      {letters.length > 0 && (
        <section class="letters">
          <h3>{t('letters')}</h3>
          <ul>
            {letters.map((letter) => (
              <LetterCard key={letter.dead.entry.id} letter={letter} onLeave={onClose} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3>{t('outbox.waits')}</h3>
        <p class="soft">
          {waiting.length === 0
            ? t('outbox.emptyText')
            : till.isCut.value
              ? t('outbox.cutText')
              : t('outbox.waitsText')}
        </p>
        <ul class="entries">
          {waiting.slice(0, MOST_SHOWN).map((entry) => (
            <li key={entry.id}>
              <strong>{entryTitle(till, entry)}</strong>
              <span>{entryText(entry)}</span>
              <Doubt of={entry} />
              <span class="soft figures">{clockTime(entry.at)}</span>
            </li>
          ))}
        </ul>
        {waiting.length > MOST_SHOWN && (
          <p class="soft">{t('outbox.others', { n: waiting.length - MOST_SHOWN })}</p>
        )}
      </section>
    </Dialog>
  );
}

/**
 * As things are now the rules would refuse it; they may be otherwise when it comes to the server.
 */
function Doubt({ of: { id, body } }: { of: Entry }) {
  const code = useTill().shown.value.doubtful.get(id);
  // Whether an approval is good, only the server knows.
  if (code === undefined || 'approvalId' in body) return null;
  return <em class="doubt">{refusalText(code)}</em>;
}
