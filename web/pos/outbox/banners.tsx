import type { Entry } from '../../../client/outbox/entry.js';
import { now } from '../../state/clock.js';
import { clockTime } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { useTill } from '../till/context.js';
import { refusalText } from '../trouble.js';
import { t } from '../words.js';
import { lettersOf } from './letters.js';
import './outbox.css';

/** A command that takes longer is worth a word; ms. */
const LATE_MS = 3_000;

/**
 * What holds for the whole till now: it is cut off; something was refused and waits for a person.
 */
export function Banners({ onOpen }: { onOpen: () => void }) {
  const till = useTill();
  const { waiting, dead } = till.outbox.value;
  const { currentTo, connection, problem } = till.status.value;
  const letters = lettersOf(dead).length;
  const isRefused = connection === 'refused';
  const isSlow = !till.isCut.value && isLate(waiting[0]);
  if (!till.isCut.value && letters === 0 && !isSlow) return null;
  return (
    <div class="banners">
      {till.isCut.value && (
        <Banner
          tone="warn"
          icon="offline"
          action={
            <Button kind="quiet" onClick={() => till.terminal.hurry()}>
              {t('outbox.hurry')}
            </Button>
          }
        >
          <strong>
            {isRefused
              ? refusalText(problem?.code ?? 'forbidden')
              : currentTo
                ? t('cut.since', { at: clockTime(currentTo) })
                : t('cut')}
          </strong>{' '}
          {waiting.length > 0 ? t('cut.waiting', { n: waiting.length }) : t('cut.goOn')}
        </Banner>
      )}
      {isSlow && (
        <Banner tone="info" icon="outbox">
          {t('outbox.slow', { n: waiting.length })}
        </Banner>
      )}
      {letters > 0 && (
        <Banner tone="bad" action={<Button onClick={onOpen}>{t('letters.look')}</Button>}>
          {t('letters.some', { n: letters })}
        </Banner>
      )}
    </div>
  );
}

/** Whether it should have been answered by now. */
function isLate(entry: Entry | undefined): boolean {
  // Nobody looks at the clock while nothing waits.
  return entry !== undefined && now.value - Date.parse(entry.at) > LATE_MS;
}
