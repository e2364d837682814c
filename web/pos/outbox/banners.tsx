import { clockTime } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { UnseenBanner, useUnseen } from '../kitchen/unseen-banners.js';
import { useTill } from '../till/context.js';
import { useLasting } from '../till/lasting.js';
import { refusalText } from '../trouble.js';
import { t } from '../words.js';
import { lettersOf } from './letters.js';
import './outbox.css';
import { SendingBanner, useSending } from './sending-banner.js';

/** A line that breaks and is back at once moves nothing on the page; ms. */
const BRIEF_MS = 2_000;

/**
 * What holds for the whole till now: it is cut off; something was refused and waits for a person; the kitchen has
 * not seen something.
 */
export function Banners({ onOpen }: { onOpen: () => void }) {
  const till = useTill();
  const { waiting, dead } = till.outbox.value;
  const { currentTo, connection, problem } = till.status.value;
  const letters = lettersOf(dead).length;
  const isRefused = connection === 'refused';
  const isCut = useLasting(till.isCut.value, BRIEF_MS);
  const sending = useSending();
  const unseen = useUnseen();
  if (!isCut && letters === 0 && !sending && unseen.length === 0) return null;
  return (
    <div class="banners">
      {isCut && (
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
      {sending && <SendingBanner {...sending} />}
      {letters > 0 && (
        <Banner tone="bad" action={<Button onClick={onOpen}>{t('letters.look')}</Button>}>
          {t('letters.some', { n: letters })}
        </Banner>
      )}
      {unseen.map((each) => (
        <UnseenBanner key={each.stationId} {...each} />
      ))}
    </div>
  );
}
