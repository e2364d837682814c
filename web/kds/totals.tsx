import type { Named } from '../entry/session.js';
import { Button } from '../ui/button.js';
import { t as frame } from '../state/words.js';
import { Icon } from '../ui/icon.js';
import { allDay } from './all-day.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { withOthers } from './others.js';
import { flip, totals } from './settings.js';
import './totals.css';
import { t } from './words.js';

export interface TotalsProps {
  kitchen: Kitchen;
  house: House;
  stations: readonly Named[];
}

/** All that has to be cooked, over all tickets: by station, the most first. */
export function Totals({ kitchen, house, stations: own }: TotalsProps) {
  const cards = kitchen.cards.value;
  const tickets = cards.flatMap((card) => card.tickets);
  const stations = withOthers(own, tickets, house);
  const ids = stations.map(({ id }) => id);
  const all = allDay(cards, ids);
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
                </span>
                {begun > 0 && <Begun portions={begun} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  );
}

/** The flame of the dishes on the cards, and how many of the portions lie on it. */
function Begun({ portions }: { portions: number }) {
  return (
    <small class="totals-begun figures">
      <Icon name="flame" />
      <span aria-hidden="true">{portions}</span>
      <span class="unseen">{t('totals.begun', { n: portions })}</span>
    </small>
  );
}
