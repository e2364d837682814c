import { useRef } from 'preact/hooks';
import { now } from '../../state/clock.js';
import { Banner } from '../../ui/banner.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { isSlow, type Sending, sendingNow } from './sending.js';

/** From so many on, how much of it is done is shown as well. */
const MANY = 10;

/** What is being sent, where that takes long enough to be worth a word. */
export function useSending(): Sending | null {
  const till = useTill();
  const sending = useRef<Sending | null>(null);
  const { waiting } = till.outbox.value;
  const at = { waiting: waiting.length, isCut: till.isCut.value, now: now.peek() };
  sending.current = sendingNow(sending.current, at);
  const [oldest] = waiting;
  if (!sending.current || !oldest) return null;
  // Nobody looks at the clock while nothing waits.
  return isSlow(sending.current, Date.parse(oldest.at), now.value) ? sending.current : null;
}

/**
 * Calm: it goes by itself, at whatever pace the server takes it. Those who listen are told that it does, and not of
 * each one.
 */
export function SendingBanner({ total, left }: Sending) {
  return (
    <Banner tone="info" icon="outbox">
      <strong class="figures" aria-hidden="true">
        {t('sending.left', { n: left })}
      </strong>{' '}
      {t('sending.goOn')}
      {total >= MANY && (
        <progress class="sending" max={total} value={total - left} aria-label={t('outbox.waits')} />
      )}
    </Banner>
  );
}
