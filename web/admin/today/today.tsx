import { businessDay, dayText } from '../../state/place.js';
import { now } from '../../state/clock.js';
import { go, route } from '../../state/route.js';
import { Button } from '../../ui/button.js';
import { useAsked } from '../asked.js';
import { useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { t } from '../words.js';
import { Day } from './day.js';
import { DayPicker } from './day-picker.js';
import { addDays, isDay } from './days.js';
import './today.css';

/** While dinner is served something changes all the time: the day is added up anew this often; ms. */
const CALM_MS = 5_000;
/** A week before: people eat out by the day of the week. */
const WEEK = 7;

/** What was sold, today or on another day. */
export function Today() {
  const { outlet, query } = useOffice();
  const today = businessDay(now.value);
  const [, asked = ''] = route.value;
  const date = isDay(asked) && asked < today ? asked : today;
  const events = date === today ? ['bill.', 'order.'] : ['bill.'];
  const report = useAsked(
    `${outlet.id} ${date}`,
    () => query('report.day', { date }),
    events,
    CALM_MS,
  );
  const before = useAsked(`${outlet.id} ${date}`, () =>
    query('report.day', { date: addDays(date, -WEEK) }),
  );
  const choose = (day: string) => go(day === today ? ['today'] : ['today', day]);
  return (
    <div class="office-section">
      <header class="office-head">
        <div>
          <p class="day-outlet">{outlet.name}</p>
          <h2>{date === today ? t('day.title') : t('day.titleOther')}</h2>
          <p class="soft">{dayText(`${date}T12:00:00Z`)}</p>
        </div>
        <div class="office-tools">
          <DayPicker date={date} today={today} onChange={choose} />
          <Button icon="print" onClick={() => print()}>
            {t('print')}
          </Button>
        </div>
      </header>
      <Shown of={report}>
        {(found) => <Day report={found} before={before.value.value} today={date === today} />}
      </Shown>
    </div>
  );
}
