import { useRef } from 'preact/hooks';
import { language } from '../../state/language.js';
import { clockTime, dayText, money, place } from '../../state/place.js';
import type { Bill, BillLine, TaxRow } from '../shapes.js';
import { useTill } from '../till/context.js';
import { t } from '../words.js';
import { percent } from './explain.js';
import { usePaperLength } from './paper-length.js';
import type { Paper } from './print.js';
import { headOf } from './receipt-head.js';
import './receipt.css';
import { stateText } from './states.js';

export interface ReceiptProps {
  bill: Bill;
  /** What is being printed; null: it is only looked at. */
  paper: Paper | null;
}

/** A tax invoice as an 80 mm printer prints it, with what Rule 46 of the CGST Rules asks for. */
export function Receipt({ bill, paper }: ReceiptProps) {
  const till = useTill();
  const head = headOf(bill, till);
  const table = bill.tableId === null ? null : till.shown.value.tables.get(bill.tableId);
  // India and the Emirates ask for the words "Tax Invoice" (Article 59(1)(a) of the UAE's regulation).
  const british = place.value.country === 'GB';
  const isPaid = bill.status === 'paid';
  const roll = useRef<HTMLElement>(null);
  usePaperLength(roll);
  return (
    <article class="receipt" aria-label={t('receipt')} ref={roll}>
      <header>
        <strong>{head.name}</strong>
        {head.legalName && <p>{head.legalName}</p>}
        {head.address.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {head.phone && <p>{t('receipt.phone', { number: head.phone })}</p>}
        {head.gstin && <p>{t('receipt.gstin', { gstin: head.gstin })}</p>}
        {head.vatNumber && (
          <p>{t(british ? 'receipt.vatNumber' : 'receipt.trn', { number: head.vatNumber })}</p>
        )}
        {head.fssai && <p>{t('receipt.fssai', { number: head.fssai })}</p>}
        <h3>{t(british ? 'receipt.titleVat' : 'receipt.title')}</h3>
        <CopyMark paper={paper} />
        {bill.status === 'cancelled' && <b class="receipt-mark">{t('receipt.cancelled')}</b>}
      </header>
      <dl>
        <Fact name={t('receipt.number')} value={bill.invoiceNumber} />
        <Fact
          name={t('receipt.at')}
          value={`${dayText(bill.issuedAt)}, ${clockTime(bill.issuedAt)}`}
        />
        {table && <Fact name={t('receipt.table')} value={table.name} />}
        <Fact name={t('receipt.order')} value={String(bill.orderNumber)} />
        <Fact name={t('receipt.by')} value={till.nameOf(bill.issuedBy) ?? '—'} />
        {bill.placeOfSupply && (
          <Fact name={t('receipt.supply')} value={stateText(bill.placeOfSupply, language.value)} />
        )}
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('receipt.item')}</th>
            <th scope="col">{t('receipt.quantity')}</th>
            <th scope="col">{t('receipt.price')}</th>
            <th scope="col">{t('receipt.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {bill.lines.map((line) => (
            <ReceiptLine key={line.lineId} line={line} />
          ))}
        </tbody>
      </table>
      <dl class="receipt-sums">
        <Fact name={t('subtotal')} value={money(bill.subtotal)} />
        {bill.taxes.map((row) => (
          <Fact key={`${row.name} ${row.rate}`} name={taxText(row)} value={money(row.amount)} />
        ))}
        {bill.rounding !== 0 && <Fact name={t('rounding')} value={money(bill.rounding)} />}
      </dl>
      <p class="receipt-payable">
        {t('payable')} <strong class="figures">{money(bill.payable)}</strong>
      </p>
      {bill.payments.length > 0 && (
        <dl class="receipt-sums">
          {bill.payments.map(({ id, tender, tendered, reference }) => (
            <Fact
              key={id}
              name={reference ? `${t(`tender.${tender}`)} (${reference})` : t(`tender.${tender}`)}
              value={money(tendered)}
            />
          ))}
          {bill.change > 0 && <Fact name={t('change')} value={money(bill.change)} />}
          {!isPaid && <Fact name={t('due')} value={money(bill.payable - bill.paid)} />}
        </dl>
      )}
      <footer>
        {head.footer && <p>{head.footer}</p>}
        <p>{t('receipt.thanks')}</p>
      </footer>
    </article>
  );
}

/**
 * What a paper says of itself: the first nothing, and one that nobody has counted must not look
 * like it.
 */
function CopyMark({ paper }: { paper: Paper | null }) {
  if (paper?.copy === 1) return null;
  if (paper?.copy) {
    return <b class="receipt-mark">{t('receipt.copy', { copy: String(paper.copy) })}</b>;
  }
  const isPrinted = paper !== null;
  return (
    <b class={isPrinted ? 'receipt-mark' : 'receipt-mark receipt-past'}>{t('receipt.uncounted')}</b>
  );
}

/** CGST 2.5 % on ₹1,090.00 */
function taxText({ name, rate, taxable }: TaxRow): string {
  const what = t('taxRow', { name, rate: percent(rate) });
  return `${what} ${t('receipt.of', { amount: money(taxable) })}`;
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="figures">{value}</dd>
    </div>
  );
}

function ReceiptLine({ line }: { line: BillLine }) {
  const { name, variantName, modifiers, hsn, quantity, unitPrice, taxable, tax, rate } = line;
  const choice = [variantName, ...modifiers].filter((text) => text !== null).join(', ');
  // Of a price with the tax inside, the portions make the whole; else the tax comes on top.
  const isInclusive = unitPrice * quantity === taxable + tax && rate > 0 && tax > 0;
  return (
    <tr>
      <th scope="row">
        {name}
        {choice !== '' && <small>{choice}</small>}
        <small>
          {[hsn && t('receipt.hsn', { hsn }), isInclusive && t('receipt.inclusive')]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </th>
      <td>{quantity}</td>
      <td>{money(unitPrice)}</td>
      <td>{money(unitPrice * quantity)}</td>
    </tr>
  );
}
