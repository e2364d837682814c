import type { ComponentChildren } from 'preact';
import { Money } from '../../ui/money.js';
import { shareText } from '../share.js';
import { t } from '../words.js';
import { type Compared, growthOf } from './compared.js';
import { hourText, numberRange, type Report } from './report.js';

export interface SumsProps {
  report: Report;
  /** The day is still being sold: what is open belongs to it. */
  today: boolean;
  /** Beside the day a week before; null: there is nothing to hold it against. */
  compared: Compared | null;
}

/** The day in a few figures. */
export function Sums({ report, today, compared }: SumsProps) {
  const { bills, sales, averageBill, voids, cancellations, open } = report;
  const lost = voids.amount + cancellations.orders.amount + cancellations.bills.amount;
  return (
    <dl class="sums">
      <Sum name={t('day.payable')} value={<Money minor={sales.payable} />} main>
        {t('day.beforeTax')} <Money minor={sales.subtotal} />
        <br />
        {t('day.tax')} <Money minor={sales.tax} />
        {sales.rounding !== 0 && (
          <>
            {' · '}
            {t('day.rounding')} <Money minor={sales.rounding} />
          </>
        )}
        {compared && (
          <>
            <br />
            <span class="figures">{comparedText(compared)}</span>
          </>
        )}
      </Sum>
      <Sum name={t('day.billCount')} value={<span class="figures">{bills.count}</span>}>
        {averageBill !== null && (
          <>
            {t('day.average')} <Money minor={averageBill} />
          </>
        )}
        {bills.first !== null && (
          <>
            <br />
            <span class="numbers">{numberRange(bills.first, bills.last ?? bills.first)}</span>
          </>
        )}
      </Sum>
      {today && (
        <Sum name={t('day.open')} value={<Money minor={open.orders.amount + open.bills.due} />}>
          {t('day.openOrders', { n: open.orders.count })} · <Money minor={open.orders.amount} />
          <br />
          {t('day.openBills', { n: open.bills.count })} · <Money minor={open.bills.due} />
        </Sum>
      )}
      <Sum name={t('day.lost')} value={<Money minor={lost} />}>
        {t('day.voids', { n: voids.portions })} · <Money minor={voids.amount} />
        <br />
        {t('day.cancelledOrders', { n: cancellations.orders.count })} ·{' '}
        <Money minor={cancellations.orders.amount} />
        <br />
        {t('day.cancelledBills', { n: cancellations.bills.count })} ·{' '}
        <Money minor={cancellations.bills.amount} />
      </Sum>
    </dl>
  );
}

/** How the day does, in one sentence. */
function comparedText(compared: Compared): string {
  const growth = growthOf(compared);
  const percent = shareText(Math.abs(growth));
  const said =
    Math.round(growth * 100) === 0
      ? t('day.same')
      : t(growth > 0 ? 'day.more' : 'day.less', { percent });
  const { until } = compared;
  return until === null ? said : t('day.until', { hour: hourText(until), said });
}

function Sum({
  name,
  value,
  main,
  children,
}: {
  name: string;
  value: ComponentChildren;
  main?: boolean;
  children: ComponentChildren;
}) {
  return (
    <div data-main={main}>
      <dt>{name}</dt>
      <dd>{value}</dd>
      <dd>{children}</dd>
    </div>
  );
}
