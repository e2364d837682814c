import { BillPreview } from '../bill/bill-preview.js';
import { maySayAvailable } from '../approval/rights.js';
import { sayAvailable } from '../menu/availability.js';
import type { Choice } from '../menu/choice.js';
import { ItemSheet } from '../menu/item-sheet.js';
import { useTill } from '../till/context.js';
import type { Asked } from './asked.js';
import { CancelOrder } from './cancel-order.js';
import { withChoice, withoutLines } from './draft.js';
import { LineDialog } from './line-dialog.js';
import { MergeDialog } from './merge-dialog.js';
import { seatsOf } from './seats.js';
import { SupplyDialog } from './supply-dialog.js';
import { changeDraft, take, type Taking } from './taking.js';
import { TransferDialog } from './transfer-dialog.js';
import { VoidDialog } from './void-dialog.js';

export interface OrderDialogsProps {
  asked: Asked;
  taking: Taking;
  onAsk: (what: Asked) => void;
  onClose: () => void;
}

export function OrderDialogs({ asked, taking, onAsk, onClose }: OrderDialogsProps) {
  const till = useTill();
  const { place, order, draft } = taking;
  if (asked.kind === 'item') {
    const { item, start, lineId } = asked;
    const onSoldOut = () => {
      onClose();
      void sayAvailable(till, item, false);
    };
    const soldOut = maySayAvailable(till.user.role) ? { onSoldOut } : {};
    return (
      <ItemSheet
        item={item}
        start={start}
        seats={seatsOf(taking)}
        isTaken={lineId !== null}
        onDone={(choice) => {
          if (lineId === null) take(till, place, item, choice);
          else changeDraft(till, place, (before) => withChoice(before, lineId, choiceOf(choice)));
          onClose();
        }}
        {...(lineId === null
          ? soldOut
          : {
              onRemove: () => {
                changeDraft(till, place, (before) => withoutLines(before, [lineId]));
                onClose();
              },
            })}
        onClose={onClose}
      />
    );
  }
  if (asked.kind === 'supply')
    return <SupplyDialog place={place} draft={draft} onClose={onClose} />;
  if (!order) return null;
  switch (asked.kind) {
    case 'line':
    case 'void': {
      const line = order.lines.find(({ id }) => id === asked.lineId);
      if (!line) return null;
      if (asked.kind === 'void') return <VoidDialog order={order} line={line} onClose={onClose} />;
      return (
        <LineDialog
          order={order}
          line={line}
          seats={seatsOf(taking)}
          onVoid={() => onAsk({ kind: 'void', lineId: line.id })}
          onClose={onClose}
        />
      );
    }
    case 'transfer':
      return <TransferDialog order={order} onClose={onClose} />;
    case 'merge':
      return <MergeDialog order={order} onClose={onClose} />;
    case 'cancel':
      return <CancelOrder order={order} onClose={onClose} />;
    case 'bill':
      return <BillPreview taking={taking} onClose={onClose} />;
  }
}

/** Of a line that is more than its choice, that alone. */
function choiceOf({ variantId, modifierIds, quantity, note, course, seat }: Choice): Choice {
  return { variantId, modifierIds, quantity, note, course, seat };
}
