import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { ProblemError } from '../../../client/problem.js';
import { money, place } from '../../state/place.js';
import { Banner } from '../../ui/banner.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Keypad } from '../../ui/keypad.js';
import { mayTakePayment } from '../approval/rights.js';
import type { Bill, Tender } from '../shapes.js';
import { useTill } from '../till/context.js';
import type { Deed } from '../till/deed.js';
import { troubleText } from '../trouble.js';
import { t } from '../words.js';
import { Change } from './change.js';
import {
  changeOf,
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

export interface PayPanelProps {
  bill: Bill;
  /** Of who shows the panel: what became of a payment is told there even when the bill is closed by then. */
  deed: Deed;
}

/** Takes a payment, one after the other until nothing is due. */
export function PayPanel({ bill, deed: { busy, act } }: PayPanelProps) {
  const till = useTill();
  const tender = useSignal<Tender>('cash');
  /** As typed; '' is what is suggested. */
  const typed = useSignal('');
  const parts = useSignal(1);
  const reference = useSignal('');
  /** How many were taken here: one tap takes one, though the next looks the same. */
  const turn = useSignal(0);
  const before = useRef(bill.payments.length);
  const underWay = pendingOf(till.outbox.value.waiting, bill.id);
  const hasTaken = underWay.length > 0 || bill.payments.length > before.current;
  const due = dueOf(bill, underWay);
  const { currency } = place.value;
  const digits = digitsOf(currency);
  const suggested = shares(due, parts.value, bill.roundTo)[0] ?? due;
  const amount = typed.value === '' ? suggested : (minorOf(typed.value, digits) ?? 0);
  const outcome = settlement(tender.value, amount, due, suggested);
  const type = (key: string) => {
    // Else Enter, after the amount, would be the tender's that was tapped last.
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && !activeElement.closest('.keypad')) {
      activeElement.blur();
    }
    typed.value = typedMore(typed.value, key, digits);
  };
  const pay = async () => {
    if (busy || typeof outcome === 'string') return;
    turn.value += 1;
    const note = reference.value.trim();
    const { settled } = outcome;
    const paid = {
      billId: bill.id,
      tender: tender.value,
      amount,
      ...(settled < Math.min(amount, due) ? { settle: settled } : {}),
      ...(note === '' ? {} : { reference: note }),
    };
    const entered = [typed.value, reference.value, parts.value] as const;
    // Now, not when the answer is there: what is typed until then is of the next payment.
    typed.value = '';
    reference.value = '';
    parts.value = Math.max(1, parts.value - 1);
    const done = await act('bill.pay', paid, (error) => refusedText(paid, error));
    const isUntouched =
      tender.peek() === paid.tender && typed.peek() === '' && reference.peek() === '';
    if (!done && isUntouched) [typed.value, reference.value, parts.value] = entered;
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
      {hasTaken && <Change amount={changeOf(bill, underWay)} />}
      <Due amount={due} />
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
              onEnter={() => void pay()}
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
            data-turn={turn.value}
            onClick={() => void pay()}
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
  const after = left > 0 ? t('pay.left', { amount: money(left) }) : t('pay.all');
  if (change > 0) {
    return (
      <p class="pay-change">
        {t('change')} <strong class="figures">{money(change)}</strong>
        {left > 0 && <small class="soft figures">{after}</small>}
      </p>
    );
  }
  return <p class="soft figures">{after}</p>;
}

/** The guest has handed it over: that it counts for nothing must be said, and what to do with it. */
function refusedText({ tender, amount }: PendingPayment, error: unknown): string {
  const said = [t(`pay.refused.${tender}`, { amount: money(amount) }), troubleText(error)];
  if (isClosed(error)) said.push(t('pay.giveBack'));
  return said.join(' ');
}

/** Nobody can pay the bill any more. */
function isClosed(error: unknown): boolean {
  return (
    error instanceof ProblemError && (error.code === 'bill_paid' || error.code === 'bill_cancelled')
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
