import { money } from '../../state/place.js';
import { choiceText } from '../order/ticket.js';
import { t } from '../words.js';
import './account.css';
import { type Account, type LineAccount, percent } from './explain.js';

export interface AccountTableProps {
  account: Account;
  /** Minor units that the payable amount is rounded to. */
  roundTo: number;
  /** With where each paisa comes from. */
  explains: boolean;
}

/** Lines, taxes, rounding: what adds up to the payable amount, and by which rule. */
export function AccountTable({ account, roundTo, explains }: AccountTableProps) {
  const { lines, taxes, subtotal, rounding, payable } = account;
  return (
    <table class="account">
      <thead class="unseen">
        <tr>
          <th>{t('receipt.item')}</th>
          <th>{t('receipt.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <LineRows key={line.line.id} of={line} explains={explains} />
        ))}
      </tbody>
      <tbody class="account-sums">
        <Sum text={t('subtotal')} amount={subtotal} why={explains && t('why.subtotal')} />
        {taxes.map(({ name, rate, taxable, amount }) => (
          <Sum
            key={`${name} ${rate}`}
            text={t('taxRow', { name, rate: percent(rate) })}
            amount={amount}
            why={explains && t('why.tax', { taxable: money(taxable) })}
          />
        ))}
        {(rounding !== 0 || explains) && (
          <Sum
            text={t('rounding')}
            amount={rounding}
            why={
              explains &&
              (roundTo > 1 ? t('why.rounding', { to: money(roundTo) }) : t('why.noRounding'))
            }
          />
        )}
      </tbody>
      <tfoot>
        <Sum text={t('payable')} amount={payable} why={explains && t('why.payable')} />
      </tfoot>
    </table>
  );
}

function Sum({ text, amount, why }: { text: string; amount: number; why?: string | false }) {
  return (
    <tr>
      <th scope="row">
        {text}
        {why && <small>{why}</small>}
      </th>
      <td class="figures">{money(amount)}</td>
    </tr>
  );
}

function LineRows({ of, explains }: { of: LineAccount; explains: boolean }) {
  const { line, portions, amount, taxable, taxes } = of;
  const choice = choiceText(line);
  return (
    <>
      <tr>
        <th scope="row">
          {portions} × {line.name}
          {choice !== '' && <small>{choice}</small>}
        </th>
        <td class="figures">{money(amount)}</td>
      </tr>
      {explains && (
        <tr class="account-why">
          <th scope="row">
            <small>{t('why.line', { n: portions, price: money(line.unitPrice) })}</small>
            <small>
              {line.inclusive
                ? t('why.inclusive', { amount: money(amount), taxable: money(taxable) })
                : t('why.exclusive', { taxable: money(taxable) })}
            </small>
            {taxes.map(({ name, rate, amount: part }) => (
              <small key={name}>
                {line.inclusive
                  ? t('why.partInside', {
                      name,
                      rate: percent(rate),
                      whole: percent(10_000 + line.rate),
                      amount: money(part),
                    })
                  : t('why.part', { name, rate: percent(rate), amount: money(part) })}
              </small>
            ))}
            {line.rate === 0 && <small>{t('why.noTax')}</small>}
          </th>
          <td />
        </tr>
      )}
    </>
  );
}
