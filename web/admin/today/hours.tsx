import { useState } from 'preact/hooks';
import { money, number, place } from '../../state/place.js';
import { Table } from '../../ui/table.js';
import { Columns } from '../chart/columns.js';
import { digitsOf } from '../form/amount.js';
import { t } from '../words.js';
import { busyHours, hourText, type Report } from './report.js';

type Hours = Report['hours'];

export interface HoursProps {
  hours: Hours;
  /** The same weekday of the week before, if anything was sold on it. */
  before: Hours | null;
}

/** What was billed in each hour; the one that is pointed at is told in words. */
export function HoursChart({ hours, before }: HoursProps) {
  const [at, setAt] = useState<number | null>(null);
  const shown = shownHours(hours, before);
  const best = [...shown].sort((a, b) => b.amount - a.amount)[0];
  const said = (at === null ? undefined : shown[at]) ?? best;
  const unit = 10 ** digitsOf(place.value.currency);
  return (
    <figure class="hours">
      {said && (
        <figcaption class="figures" data-pointed={at !== null || undefined}>
          <strong>
            {hourText(said.hour)} – {hourText(said.hour + 1)}
          </strong>
          <span>{money(said.amount)}</span>
          <span class="soft">
            {t('bills', { n: said.count })}
            {at === null && ` · ${t('day.bestHour')}`}
            {before && ` · ${t('day.hourBefore', { amount: money(said.before) })}`}
          </span>
        </figcaption>
      )}
      <Columns
        label={t('day.hoursLabel')}
        columns={shown.map(({ hour, amount, before }) => ({
          key: String(hour),
          name: hourText(hour).slice(0, 2),
          value: amount,
          before,
        }))}
        unit={unit}
        tickText={(minor) => number(minor / unit)}
        valueText={(place) => {
          const hour = (place === null ? undefined : shown[place]) ?? best;
          if (!hour) return '';
          const now = `${hourText(hour.hour)}: ${money(hour.amount)}`;
          return before ? `${now}, ${t('day.hourBefore', { amount: money(hour.before) })}` : now;
        }}
        onPoint={setAt}
      />
      <div class="unseen-on-screen">
        <Table
          caption={t('day.byHour')}
          rows={shown}
          keyOf={({ hour }) => String(hour)}
          columns={[
            { head: t('day.hour'), cell: ({ hour }) => hourText(hour) },
            { head: t('day.billCount'), cell: ({ count }) => number(count), align: 'end' },
            { head: t('day.payable'), cell: ({ amount }) => money(amount), align: 'end' },
            ...(before
              ? [
                  {
                    head: t('day.aWeekBefore'),
                    cell: (hour: ShownHour) => money(hour.before),
                    align: 'end' as const,
                  },
                ]
              : []),
          ]}
        />
      </div>
    </figure>
  );
}

type ShownHour = ReturnType<typeof shownHours>[number];

/** The part of the day in which anything was sold, on either day. */
function shownHours(hours: Hours, before: Hours | null) {
  const both = hours.map((hour, at) => ({
    ...hour,
    count: hour.count + (before?.[at]?.count ?? 0),
  }));
  const busy = new Set(busyHours(both).map(({ hour }) => hour));
  return hours.flatMap((each, at) =>
    busy.has(each.hour) ? [{ ...each, before: before?.[at]?.amount ?? 0 }] : [],
  );
}
