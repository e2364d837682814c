import { Icon } from '../../ui/icon.js';
import { ageTone, MINUTE_MS } from '../../ui/timer.js';
import { Since, useMinutesSince } from '../since.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import type { OrderFace } from './tables.js';

/** As the server has it where the office set nothing else. */
const MINUTES = { warnMinutes: 45, lateMinutes: 90 };

/** What an order's card says first: what waits at the pass, that the guests have the bill, or since when they are here. */
export function Standing({ of: { order, state, ready, unsent, pending } }: { of: OrderFace }) {
  if (state === 'open') return <Sitting at={order.createdAt} />;
  if (state === 'billed') return <span class="table-state">{t('table.billed')}</span>;
  return (
    // Beside a sign, a small card has no room for the word.
    <span class="table-state" data-brief={unsent > 0 || pending || undefined}>
      <Icon name="bell" />
      <span class="table-ready">{t('table.ready', { n: ready })}</span>
      <b class="figures" aria-hidden="true">
        {ready}
      </b>
    </span>
  );
}

/** Since when they are here; who has been here for long is told apart by more than a colour. */
function Sitting({ at }: { at: string }) {
  const { warnMinutes, lateMinutes } = useTill().catalog.value.outlet?.floor ?? MINUTES;
  const tone = ageTone(useMinutesSince(at) * MINUTE_MS, warnMinutes, lateMinutes);
  return (
    <span class="table-state" data-tone={tone}>
      {tone && <Icon name="clock" />}
      <Since at={at} />
      {tone && <span class="unseen">{t('table.long')}</span>}
    </span>
  );
}
