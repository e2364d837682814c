import { linkTo, route } from '../../state/route.js';
import { ALL, useOffice } from '../office.js';
import { Places } from '../places.js';
import { Shown } from '../shown.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import { Plan } from './plan-view.js';
import { Routing } from './routing.js';
import { Stations } from './stations.js';
import { TableList } from './table-list.js';
import './tables.css';

const PLACES = ['plan', 'list', 'stations', 'routing'] as const;

/** Where guests sit, where dishes are cooked, and which way orders take between the two. */
export function Tables() {
  const { outlet, query } = useOffice();
  const place = PLACES.find((each) => each === route.value[1]) ?? 'plan';
  const tables = useAsked(outlet.id, async () => (await query('table.list', ALL)).data, ['table.']);
  return (
    <div class="office-section">
      <header class="office-head">
        <h2>{t('tables.title')}</h2>
      </header>
      <Places
        label={t('nav.tables')}
        at={place}
        places={PLACES.map((key) => ({
          key,
          text: t(`tables.${key}`),
          href: linkTo('tables', key),
        }))}
      />
      {place === 'stations' && <Stations />}
      {place === 'routing' && <Routing asked={tables} />}
      {(place === 'plan' || place === 'list') && (
        <Shown of={tables}>
          {(found) =>
            place === 'plan' ? (
              <Plan tables={found} asked={tables} />
            ) : (
              <TableList tables={found} asked={tables} />
            )
          }
        </Shown>
      )}
    </div>
  );
}
