import { useSignal } from '@preact/signals';
import { clockTime, money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { toast } from '../../ui/toast.js';
import { MOST_PORTIONS } from '../menu/choice.js';
import { ExtrasFields } from '../menu/extras.js';
import { Stepper } from '../menu/stepper.js';
import type { Line, Order } from '../shapes.js';
import { Since } from '../since.js';
import { useTill } from '../till/context.js';
import { troubleText } from '../trouble.js';
import { t } from '../words.js';
import { repeated, withLine } from './draft.js';
import { Progress } from './line-row.js';
import { changeDraft } from './taking.js';
import { choiceText, isHeard, NO_PORTIONS, portionsToPay } from './ticket.js';

export interface LineDialogProps {
  order: Order;
  line: Line;
  /** So many are offered. */
  seats: number;
  onVoid: () => void;
  onClose: () => void;
}

/**
 * A line that the server has: more of it, the same again, taken back; and what it says, until the
 * kitchen knows.
 */
export function LineDialog({ order, line, seats, onVoid, onClose }: LineDialogProps) {
  const till = useTill();
  const left = portionsToPay(line);
  const change = useSignal({
    quantity: line.quantity,
    note: line.note,
    course: line.course,
    seat: line.seat ?? null,
  });
  const heard = isHeard(line);
  const portions = till.progress(order).get(line.id) ?? NO_PORTIONS;
  const pending = till.shown.value.pending.get(line.id) ?? [];
  const changed = changesOf(line, change.value);
  const save = async () => {
    onClose();
    if (Object.keys(changed).length === 0) return;
    try {
      await till.terminal.queue('order.changeLine', {
        orderId: order.id,
        lineId: line.id,
        ...changed,
      });
    } catch (error) {
      toast({ text: troubleText(error), tone: 'bad' });
    }
  };
  const again = () => {
    const once = repeated(line, till.terminal.newId());
    const place = { at: 'order', orderId: order.id, type: order.type } as const;
    changeDraft(till, place, (draft) => withLine(draft, once));
    onClose();
  };
  return (
    <Dialog
      title={line.name}
      onClose={onClose}
      actions={
        <>
          {left > 0 && (
            <Button kind="quiet" icon="close" onClick={onVoid}>
              {t('line.void')}
            </Button>
          )}
          <Button icon="plus" onClick={again}>
            {t('line.again')}
          </Button>
          <Button kind="main" onClick={() => void save()}>
            {t('done')}
          </Button>
        </>
      }
    >
      <p class="soft">
        {[choiceText(line), money(line.unitPrice)].filter((text) => text !== '').join(' · ')}
        <br />
        {t('line.taken', { who: till.nameOf(line.addedBy) ?? '…', at: clockTime(line.addedAt) })} (
        <Since at={line.addedAt} />)
      </p>
      <Progress row={{ line, portions, pending, left }} />
      {left > 0 && (
        <div class="sheet-count">
          <Stepper
            label={t('line.quantity')}
            value={change.value.quantity - line.voidedQuantity}
            least={Math.max(1, line.sentQuantity - line.voidedQuantity)}
            most={MOST_PORTIONS - line.voidedQuantity}
            onChange={(value) => {
              change.value = { ...change.value, quantity: value + line.voidedQuantity };
            }}
          />
          {heard && <p class="soft">{t('line.fewer')}</p>}
        </div>
      )}
      {heard ? (
        line.note && (
          <p class="line-note">
            <Icon name="note" />
            {line.note}
          </p>
        )
      ) : (
        <ExtrasFields
          value={change.value}
          seats={seats}
          onChange={(part) => {
            change.value = { ...change.value, ...part };
          }}
        />
      )}
    </Dialog>
  );
}

type Wanted = Pick<Line, 'quantity' | 'note' | 'course'> & { seat: number | null };

/** What of it is otherwise than before: fields that are named count as changed by us. */
function changesOf(line: Line, wanted: Wanted): Partial<Wanted> {
  const note = wanted.note?.trim() || null;
  return {
    ...(wanted.quantity === line.quantity ? {} : { quantity: wanted.quantity }),
    ...(note === line.note ? {} : { note }),
    ...(wanted.course === line.course ? {} : { course: wanted.course }),
    ...(wanted.seat === (line.seat ?? null) ? {} : { seat: wanted.seat }),
  };
}
