import { clockHour, clockTime, money, number } from '../../state/place.js';
import { EmptyState } from '../../ui/empty-state.js';
import { percentOf } from '../form/amount.js';
import { Panel } from '../panel.js';
import { t } from '../words.js';
import { Bars } from './bars.js';
import { comparedBy } from './compared.js';
import { HoursChart } from './hours.js';
import { isEmpty, type Report } from './report.js';
import { Sold } from './sold.js';
import { Sums } from './sums.js';

export interface DayProps {
  report: Report;
  /** The same weekday of the week before, as far as it is known. */
  before: Report | undefined;
  today: boolean;
}

/** A business day: in figures, by the hour, and by what it is made of. */
export function Day({ report, before, today }: DayProps) {
  const { hours, tenders, orderTypes, categories, taxes, items, open } = report;
  const compared = before !== undefined && before.sales.payable > 0 ? before : null;
  return (
    <div class="day">
      <Sums
        report={report}
        today={today}
        compared={compared && comparedBy(hours, compared.hours, today ? clockHour(open.at) : null)}
      />
      {isEmpty(report) ? (
        <EmptyState icon="till" title={today ? t('day.nothing') : t('day.nothingOther')}>
          {today && <p>{t('day.nothingText')}</p>}
        </EmptyState>
      ) : (
        <div class="day-panels">
          <Panel
            class="day-hours"
            title={t('day.byHour')}
            aside={
              compared && (
                <p>
                  {t(today ? 'day.weekBeforeAll' : 'day.weekBefore', {
                    amount: money(compared.sales.payable),
                  })}
                </p>
              )
            }
          >
            <HoursChart hours={hours} before={compared?.hours ?? null} />
          </Panel>
          <Panel class="day-side" title={t('day.tenders')}>
            {tenders.length === 0 && <p class="soft">{t('day.noTenders')}</p>}
            <Bars
              bars={tenders.map(({ tender, amount, count }) => ({
                key: tender,
                name: t(`tender.${tender}`),
                amount,
                detail: t('payments', { n: count }),
              }))}
            />
          </Panel>
          <Panel class="day-side" title={t('day.orderTypes')}>
            <Bars
              bars={orderTypes.map(({ type, amount, count }) => ({
                key: type,
                name: t(`orderType.${type}`),
                amount,
                detail: t('bills', { n: count }),
              }))}
            />
          </Panel>
          <Panel title={t('day.categories')} class="day-categories">
            <Bars
              bars={categories.map(({ categoryId, name, amount, quantity }) => ({
                key: categoryId ?? '',
                name: name ?? t('category.none'),
                amount,
                detail: t('portions', { n: quantity }),
              }))}
            />
          </Panel>
          <Panel title={t('day.taxes')}>
            {taxes.length === 0 && <p class="soft">{t('day.noTaxes')}</p>}
            <Bars
              bars={taxes.map(({ name, rate, taxable, amount }) => ({
                key: `${name} ${rate}`,
                name: `${name} ${percentOf(rate)} %`,
                amount,
                detail: t('day.taxable', { amount: money(taxable) }),
              }))}
            />
          </Panel>
          <Panel class="day-items" title={t('day.items')} aside={<p>{number(items.length)}</p>}>
            <Sold items={items} />
          </Panel>
        </div>
      )}
      {today && <p class="soft day-at">{t('day.at', { at: clockTime(open.at) })}</p>}
    </div>
  );
}
