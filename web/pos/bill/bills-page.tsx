import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Query } from '../../../client/calls.js';
import { now } from '../../state/clock.js';
import { businessDay, clockTime, dateText, money } from '../../state/place.js';
import { Badge } from '../../ui/badge.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { DayPicker } from '../../ui/day-picker.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Field } from '../../ui/field.js';
import type { Bill } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useKeys } from '../till/keys.js';
import type { Till } from '../till/till.js';
import { troubleText } from '../trouble.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import './bills.css';
import { newestOf } from './newest.js';

const PAGE = 200;
const TONES = { unpaid: 'warn', partlyPaid: 'warn', paid: 'good', cancelled: 'bad' } as const;

/** The bills of a day, to look one up, to print it again, or to take what is due. */
export function BillsPage() {
  const till = useTill();
  const day = useSignal(businessDay(now.peek()));
  const asked = useSignal<readonly Bill[]>([]);
  const failed = useSignal<unknown>(null);
  const typed = useSignal('');
  useKeys({ Escape: ways.floor });
  useEffect(() => {
    failed.value = null;
    asked.value = [];
    billsOf(till, day.value).then(
      (bills) => {
        asked.value = bills;
      },
      (error: unknown) => {
        failed.value = error;
      },
    );
  }, [till, day.value]);
  const { bills, past } = till.shown.value;
  const all = newestOf([...asked.value, ...bills.values(), ...past.bills.values()], day.value);
  const shown = all.filter(({ invoiceNumber }) =>
    invoiceNumber.toLowerCase().includes(typed.value.trim().toLowerCase()),
  );
  return (
    <div class="bills">
      <header class="ticket-head">
        <Button kind="quiet" icon="back" label={t('floor.back')} onClick={ways.floor} />
        <div>
          <h2>{t('bills')}</h2>
          <p class="soft">{dateText(day.value)}</p>
        </div>
      </header>
      <div class="bills-asked">
        <Field
          label={t('bills.find')}
          type="search"
          value={typed.value}
          onInput={(text) => (typed.value = text)}
        />
        <DayPicker
          label={t('bills.day')}
          day={day.value}
          today={businessDay(now.value)}
          onChange={(chosen) => {
            day.value = chosen;
          }}
        />
      </div>
      {failed.value !== null && (
        <Banner tone="warn">{t('bills.partly', { why: troubleText(failed.value) })}</Banner>
      )}
      {shown.length === 0 ? (
        <EmptyState icon="till" title={t('bills.none')} />
      ) : (
        <ul class="bills-list">
          {shown.map((bill) => (
            <li key={bill.id}>
              <button type="button" class="bills-row" onClick={() => ways.bill(bill.id)}>
                <strong class="figures">{bill.invoiceNumber}</strong>
                <span class="soft figures">{clockTime(bill.issuedAt)}</span>
                <span>
                  {tableName(till, bill) ?? t('order.number', { number: String(bill.orderNumber) })}
                </span>
                <Badge tone={TONES[bill.status]}>{t(`bill.${bill.status}`)}</Badge>
                <strong class="figures bills-amount">{money(bill.payable)}</strong>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function tableName({ shown }: Till, { tableId }: Bill): string | null {
  return tableId === null ? null : (shown.value.tables.get(tableId)?.name ?? null);
}

async function billsOf({ terminal }: Till, date: string): Promise<Bill[]> {
  const found: Bill[] = [];
  const query: Query<'bill.list'> = { date, limit: PAGE };
  for (;;) {
    const { data, nextCursor } = await terminal.query('bill.list', query);
    found.push(...data);
    if (nextCursor === null) return found;
    query.cursor = nextCursor;
  }
}
