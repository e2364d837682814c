import { clockTime, dayText } from '../../state/place.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import type { Printing } from './print.js';

/** How often a bill went to paper, and who printed it last. */
export function Printed({ counted, uncounted }: Pick<Printing, 'counted' | 'uncounted'>) {
  const till = useTill();
  const last = counted.at(-1);
  return (
    <>
      {last && (
        <p class="soft figures">
          {t('printed', {
            n: last.copy,
            at: `${dayText(last.at)}, ${clockTime(last.at)}`,
            name: till.nameOf(last.by) ?? '—',
          })}
        </p>
      )}
      {uncounted > 0 && (
        <p class="soft" role="status">
          {t('print.uncounted', { n: uncounted })}
        </p>
      )}
    </>
  );
}
