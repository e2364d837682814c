import type { Named } from '../entry/session.js';
import { Button } from '../ui/button.js';
import { t as frame } from '../state/words.js';
import { allDay } from './all-day.js';
import type { Kitchen } from './kitchen.js';
import { flip, totals } from './settings.js';
import './totals.css';
import { t } from './words.js';

export interface TotalsProps {
  kitchen: Kitchen;
  stations: readonly Named[];
}

/** All that has to be cooked, over all tickets: by station, the most first. */
export function Totals({ kitchen, stations }: TotalsProps) {
  const all = allDay(kitchen.cards.value, kitchen.stationIds);
  return (
    <aside class="totals" aria-labelledby="totals">
      <header>
        <h2 id="totals">{t('totals')}</h2>
        <Button kind="quiet" icon="close" label={frame('close')} onClick={() => flip(totals)} />
      </header>
      {all.length === 0 && <p class="soft">{t('totals.none')}</p>}
      {all.map(({ stationId, totals }) => (
        <section key={stationId}>
          {stations.length > 1 && <h3>{stations.find(({ id }) => id === stationId)?.name}</h3>}
          <ul>
            {totals.map(({ key, name, variantName, portions, begun }) => (
              <li key={key}>
                <b class="figures">{portions}</b>
                <span>
                  {name} {variantName !== null && <em class="variant">{variantName}</em>}
                  {begun > 0 && <small>{t('totals.begun', { n: begun })}</small>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}
