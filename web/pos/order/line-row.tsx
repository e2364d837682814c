import { money } from '../../state/place.js';
import { Icon } from '../../ui/icon.js';
import { t } from '../words.js';
import { LineText } from './line-text.js';
import './row.css';
import { choiceText, type Row, stepsOf, unsentOf } from './ticket.js';

export interface LineRowProps {
  row: Row;
  kind: 'sent' | 'underWay' | 'held';
  onOpen: () => void;
  onVoid: () => void;
}

/** A line that the server has: how far the kitchen is with it, and what it costs. */
export function LineRow({ row, kind, onOpen, onVoid }: LineRowProps) {
  const { line, left } = row;
  return (
    <li class="row" data-kind={kind}>
      <button
        type="button"
        class="row-main"
        onClick={onOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Delete' && event.key !== 'Backspace') return;
          event.preventDefault();
          onVoid();
        }}
      >
        <b class="row-times figures">{left}</b>
        <LineText
          name={line.name}
          choice={choiceText(line)}
          note={line.note}
          course={line.course}
          seat={line.seat ?? null}
          isGone={left === 0}
        >
          <Progress row={row} kind={kind} />
        </LineText>
        <span class="row-amount figures">{money(line.unitPrice * left)}</span>
      </button>
    </li>
  );
}

/**
 * The portions at each step; where all are at one, the word alone. @param kind of the rows it stands
 * among: their heading says what holds for all of them, so that a row says only what does not
 */
export function Progress({ row, kind = 'sent' }: { row: Row; kind?: LineRowProps['kind'] }) {
  const { line, portions, pending, left } = row;
  // What the server does not know, no cook waits to begin with.
  const steps = kind === 'underWay' ? [] : stepsOf(portions);
  const unsent = unsentOf(line);
  const tellsUnsent = unsent > 0 && !(kind === 'held' && unsent === left);
  const saysNothing =
    pending.length === 0 && !tellsUnsent && steps.length === 0 && line.voidedQuantity === 0;
  if (saysNothing) return null;
  return (
    <span class="progress">
      {pending.length > 0 && (
        <span class="step" data-step="pending">
          <Icon name="outbox" />
          {t('sign.pending')}
        </span>
      )}
      {tellsUnsent && (
        <span class="step" data-step="unsent">
          {t('step.unsent', { n: unsent })}
        </span>
      )}
      {steps.map(({ step, count }) => (
        <span key={step} class="step" data-step={step}>
          {step === 'ready' && <Icon name="bell" />}
          {step === 'served' && <Icon name="check" />}
          {count === left ? t(`step.${step}`) : t(`step.${step}.n`, { n: count })}
        </span>
      ))}
      {line.voidedQuantity > 0 && (
        <span class="step" data-step="voided">
          {t('step.voided', { n: line.voidedQuantity })}
        </span>
      )}
    </span>
  );
}
