import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clockTime, money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Menu } from '../../ui/menu.js';
import { titleOf } from '../order/title.js';
import type { Bill } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { useKeys } from '../till/keys.js';
import type { Till } from '../till/till.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import { CancelBill } from './cancel-bill.js';
import { Change } from './change.js';
import { PayPanel } from './pay-panel.js';
import { usePrint } from './print.js';
import { Printed } from './printed.js';
import { Receipt } from './receipt.js';
import { changeOf } from './tender.js';
import { tenderIcon } from './tenders.js';

/** The paper on one side; on the other what was paid, and what is due. */
export function BillView({ bill }: { bill: Bill }) {
  const till = useTill();
  const cancels = useSignal(false);
  const printing = usePrint(bill);
  // Here, and not in the panel: who was too late is told though another till has paid the bill.
  const paying = useDeed();
  const { print } = printing;
  const isCopy = printing.counted.length + printing.uncounted > 0;
  const isOpen = bill.status === 'unpaid' || bill.status === 'partlyPaid';
  useKeys({ p: print, F8: print, 'Ctrl+p': print });
  const wasOpen = useRef(isOpen);
  const reopened = till.order(bill.orderId)?.status === 'open';
  useEffect(() => {
    // Taken back while one looks at it: what there is to do now is at the order.
    if (wasOpen.current && bill.status === 'cancelled' && reopened) {
      ways.order(bill.orderId, { replace: true });
    }
  }, [bill.status, bill.orderId, reopened]);
  return (
    <div class="bill">
      <div class="bill-paper">
        <Receipt bill={bill} paper={printing.paper} />
      </div>
      <section class="bill-side" aria-label={t('bill')}>
        <header class="ticket-head">
          <Button kind="quiet" icon="back" label={t('floor.back')} onClick={ways.floor} />
          <div>
            <h2>{nameOf(till, bill)}</h2>
            <p class="soft figures">
              <span>{bill.invoiceNumber}</span>
              <span>{clockTime(bill.issuedAt)}</span>
              <span>{t(`bill.${bill.status}`)}</span>
            </p>
          </div>
          <Button icon="print" busy={printing.busy} onClick={print}>
            {t(isCopy ? 'print.again' : 'print')}
          </Button>
          {isOpen && bill.payments.length === 0 && (
            <Menu
              kind="quiet"
              icon="more"
              label={t('order.more')}
              groups={[
                {
                  items: [
                    {
                      key: 'cancel',
                      text: t('bill.cancel'),
                      icon: 'close',
                      run: () => (cancels.value = true),
                    },
                  ],
                },
              ]}
            />
          )}
        </header>
        <div class="bill-scroll">
          {paying.wrong}
          {isOpen ? <PayPanel bill={bill} deed={paying} /> : <Settled bill={bill} />}
          {bill.payments.length > 0 && <Payments bill={bill} />}
          <Printed {...printing} />
        </div>
      </section>
      {cancels.value && <CancelBill bill={bill} onClose={() => (cancels.value = false)} />}
    </div>
  );
}

/** Whose it is. An order of long ago may not be here any more: then it is a bill. */
function nameOf(till: Till, { orderId, tableId }: Bill): string {
  const order = till.order(orderId);
  if (order) return titleOf(till, order);
  return tableId === null ? t('bill') : titleOf(till, { at: 'table', tableId });
}

/** Nothing is due any more. */
function Settled({ bill }: { bill: Bill }) {
  const isPaid = bill.status === 'paid';
  return (
    <div class="settled" data-state={bill.status} role="status">
      <h3>{t(isPaid ? 'settled.paid' : 'settled.cancelled')}</h3>
      {isPaid && <Change amount={changeOf(bill, [])} />}
      {bill.cancelReason && <p>{bill.cancelReason}</p>}
      {!isPaid && <Button onClick={() => ways.order(bill.orderId)}>{t('settled.toOrder')}</Button>}
      <Button kind="main" size="large" onClick={ways.floor}>
        {t('done')}
      </Button>
    </div>
  );
}

function Payments({ bill }: { bill: Bill }) {
  const till = useTill();
  return (
    <section class="payments" aria-label={t('payments')}>
      <h3>{t('payments')}</h3>
      <ul>
        {bill.payments.map(({ id, tender, settled, tendered, change, reference, at, by }) => (
          <li key={id}>
            {tenderIcon(tender)}
            <span>
              {t(`tender.${tender}`)}
              <small class="soft figures">
                {[
                  clockTime(at),
                  till.nameOf(by),
                  reference,
                  change > 0 &&
                    t('payment.of', { tendered: money(tendered), change: money(change) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            <strong class="figures">{money(settled)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
