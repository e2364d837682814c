import { useSignal } from '@preact/signals';
import { money, place } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Keypad } from '../../ui/keypad.js';
import { mayTakePayment } from '../approval/rights.js';
import type { Bill, Tender } from '../shapes.js';
import { useTill } from '../till/context.js';
import { useDeed } from '../till/deed.js';
import { t } from '../words.js';
import {
  decimalOf,
  digitsOf,
  dueOf,
  likelyCash,
  minorOf,
  type PendingPayment,
  settlement,
  shares,
  typedMore,
} from './tender.js';
import { tenderIcon, TENDERS } from './tenders.js';
import './pay.css';
import { SplitField } from './split-field.js';

/** As the server takes it. */
const LONGEST_REFERENCE = 100;

/** Takes a payment, one after the other until nothing is due. */
export function PayPanel({ bill }: { bill: Bill }) {
  const till = useTill();
  const tender = useSignal<Tender>('cash');
  /** As typed; '' is what is suggested. */
  const typed = useSignal('');
  const parts = useSignal(1);
  const reference = useSignal('');
  const underWay = pendingOf(till.outbox.value.waiting, bill.id);
  const due = dueOf(bill, underWay);
  const { currency } = place.value;
  const digits = digitsOf(currency);
  const suggested = shares(due, parts.value, bill.roundTo)[0] ?? due;
  const amount = typed.value === '' ? suggested : (minorOf(typed.value, digits) ?? 0);
  const outcome = settlement(tender.value, amount, due);
  const clear = () => {
    typed.value = '';
    reference.value = '';
    parts.value = Math.max(1, parts.value - 1);
  };
  const { busy, wrong, act } = useDeed(clear);
  const type = (key: string) => {
    // Else Enter, after the amount, would be the tender's that was tapped last.
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && !activeElement.closest('.keypad')) {
      activeElement.blur();
    }
    typed.value = typedMore(typed.value, key, digits);
  };
  const pay = () => {
    if (busy || typeof outcome === 'string') return;
    const note = reference.value.trim();
    const paid = { billId: bill.id, tender: tender.value, amount };
    void act('bill.pay', note === '' ? paid : { ...paid, reference: note });
  };
  if (!mayTakePayment(till.user.role)) {
    return (
      <>
        <Due amount={due} />
        <Banner tone="info">{t('pay.notYou')}</Banner>
      </>
    );
  }
  return (
    <div class="pay">
      <Due amount={due} />
      {wrong}
      {underWay.length > 0 && (
        <Banner tone="warn" icon="outbox">
          {t('pay.underWay', { amount: money(underWay.reduce((sum, one) => sum + one.amount, 0)) })}
        </Banner>
      )}
      {till.isCut.value && <Banner tone="warn">{t('pay.offline')}</Banner>}
      {due > 0 && (
        <>
          <SplitField
            due={due}
            parts={parts.value}
            unit={bill.roundTo}
            onChange={(value) => {
              parts.value = value;
              typed.value = '';
            }}
          />
          <fieldset class="tenders" aria-label={t('tender')}>
            {TENDERS.map((each) => (
              <Button
                key={each}
                pressed={tender.value === each}
                onClick={() => {
                  tender.value = each;
                  typed.value = '';
                }}
              >
                {tenderIcon(each)} {t(`tender.${each}`)}
              </Button>
            ))}
          </fieldset>
          <div class="pay-amount">
            <output class="figures" data-suggested={typed.value === '' || undefined}>
              <span class="unseen">{t('pay.amount')} </span>
              {typed.value.includes('.') ? typed.value : money(amount)}
            </output>
            <Outcome outcome={outcome} />
          </div>
          <div class="pay-body">
            <Keypad
              label={t('pay.amount')}
              onDigit={type}
              onErase={() => (typed.value = typed.value.slice(0, -1))}
              onEnter={pay}
              {...(digits > 0
                ? {
                    extra: { text: '.', run: () => type('.') },
                  }
                : {})}
            />
            {tender.value === 'cash' ? (
              <fieldset class="pay-quick" aria-label={t('pay.likely')}>
                {likelyCash(suggested, currency).map((each) => (
                  <Button
                    key={each}
                    class="figures"
                    pressed={amount === each}
                    onClick={() => (typed.value = decimalOf(each, digits))}
                  >
                    {money(each)}
                  </Button>
                ))}
              </fieldset>
            ) : (
              <Field
                label={t('pay.reference')}
                hint={t(`pay.reference.${tender.value}`)}
                value={reference.value}
                maxLength={LONGEST_REFERENCE}
                autoComplete="off"
                onInput={(text) => (reference.value = text)}
              />
            )}
          </div>
          <Button
            kind="main"
            size="large"
            wide
            busy={busy}
            disabled={typeof outcome === 'string'}
            onClick={pay}
          >
            {t(`pay.${tender.value}`, { amount: money(amount) })}
          </Button>
        </>
      )}
    </div>
  );
}

function Due({ amount }: { amount: number }) {
  return (
    <p class="due">
      {t('due')} <strong class="figures">{money(amount)}</strong>
    </p>
  );
}

function Outcome({ outcome }: { outcome: ReturnType<typeof settlement> }) {
  if (outcome === 'none') return <p class="soft">{t('pay.none')}</p>;
  if (outcome === 'tooMuch') return <p class="pay-wrong">{t('pay.tooMuch')}</p>;
  const { change, left } = outcome;
  if (change > 0) {
    return (
      <p class="pay-change">
        {t('change')} <strong class="figures">{money(change)}</strong>
      </p>
    );
  }
  return (
    <p class="soft figures">{left > 0 ? t('pay.left', { amount: money(left) }) : t('pay.all')}</p>
  );
}

/** Payments of this device that the server has not confirmed. */
function pendingOf(
  waiting: readonly { type: string; body: object }[],
  billId: string,
): PendingPayment[] {
  return waiting
    .filter(({ type }) => type === 'bill.pay')
    .map(({ body }) => body as PendingPayment & { billId: string })
    .filter((body) => body.billId === billId);
}
