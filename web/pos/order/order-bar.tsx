import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { t } from '../words.js';
import type { Taking } from './taking.js';
import { portionsOf } from './ticket.js';

export interface OrderBarProps {
  taking: Taking;
  onTicket: () => void;
  onSend: () => void;
}

/** On a phone, below the menu: what was taken so far, under the thumb. */
export function OrderBar({ taking, onTicket, onSend }: OrderBarProps) {
  const portions = portionsOf(taking.draft.lines);
  return (
    <div class="order-bar">
      <Button class="order-bar-ticket" onClick={onTicket}>
        <span class="order-bar-text">
          <b>{portions > 0 ? t('order.new', { n: portions }) : t('order.show')}</b>
          <span class="figures">{money(taking.preview?.totals.payable ?? 0)}</span>
        </span>
      </Button>
      {taking.ready.length > 0 && (
        <Button kind="main" icon="send" onClick={onSend}>
          {t('order.send')}
        </Button>
      )}
    </div>
  );
}
