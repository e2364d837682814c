import { Button } from '../../ui/button.js';
import { Menu, type MenuItem } from '../../ui/menu.js';
import { Since } from '../since.js';
import { useTill } from '../till/context.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import type { Asked } from './asked.js';
import { GuestsStepper, OrderGuests } from './guests.js';
import { changeDraft, type Taking } from './taking.js';
import { titleOf } from './title.js';

export interface TicketHeadProps {
  taking: Taking;
  onAsk: (what: Asked) => void;
}

/** Whose order it is, since when, and what else can be done with it. */
export function TicketHead({ taking, onAsk }: TicketHeadProps) {
  const till = useTill();
  const { order, place, draft } = taking;
  const more: MenuItem[] = order
    ? [
        {
          key: 'transfer',
          text: t('order.transfer'),
          icon: 'arrow',
          run: () => onAsk({ kind: 'transfer' }),
        },
        {
          key: 'merge',
          text: t('order.merge'),
          icon: 'merge',
          run: () => onAsk({ kind: 'merge' }),
        },
        {
          key: 'cancel',
          text: t('order.cancel'),
          icon: 'close',
          run: () => onAsk({ kind: 'cancel' }),
        },
      ]
    : [
        {
          key: 'supply',
          text: t('supply.other'),
          icon: 'globe',
          run: () => onAsk({ kind: 'supply' }),
        },
      ];
  const inIndia = till.catalog.value.outlet?.stateCode != null;
  return (
    <header class="ticket-head">
      <Button kind="quiet" icon="back" label={t('floor.back')} onClick={ways.floor} />
      <div>
        <h2>{titleOf(till, order ?? place)}</h2>
        {order ? (
          <p class="soft figures">
            {order.number > 0 && <span>{t('order.number', { number: String(order.number) })}</span>}
            {order.type !== 'dineIn' && order.guests !== null && (
              <span>{t('guests', { n: order.guests })}</span>
            )}
            <Since at={order.createdAt} />
            <span>{till.nameOf(order.createdBy)}</span>
          </p>
        ) : (
          <p class="soft">
            <span>{t('order.fresh')}</span>
            {draft.placeOfSupply && <span>{t('supply.is', { code: draft.placeOfSupply })}</span>}
          </p>
        )}
      </div>
      {order?.type === 'dineIn' && <OrderGuests key={order.id} order={order} />}
      {!order && place.at === 'table' && (
        <GuestsStepper
          guests={draft.guests}
          onChange={(guests) => changeDraft(till, place, (before) => ({ ...before, guests }))}
        />
      )}
      {(order || inIndia) && (
        <Menu kind="quiet" icon="more" label={t('order.more')} groups={[{ items: more }]} />
      )}
    </header>
  );
}
