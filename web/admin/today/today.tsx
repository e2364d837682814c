import { now } from '../../state/clock.js';
import { businessDay, dateText } from '../../state/place.js';
import { go, route } from '../../state/route.js';
import { t as frame } from '../../state/words.js';
import { Button } from '../../ui/button.js';
import { DayPicker } from '../../ui/day-picker.js';
import { addDays, isDay } from '../../ui/days.js';
import { useOffice } from '../office.js';
import { Shown } from '../shown.js';
import { useAsked } from '../use-asked.js';
import { t } from '../words.js';
import { Day } from './day.js';
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
          <p class="soft">{dateText(date)}</p>
        </div>
        <div class="office-tools day-tools">
          <DayPicker label={t('day.date')} day={date} today={today} onChange={choose} />
          {date !== today && (
            <Button class="day-back" onClick={() => choose(today)}>
              {frame('day.today')}
            </Button>
          )}
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
