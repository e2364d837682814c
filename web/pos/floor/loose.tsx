import { money } from '../../state/place.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ways } from '../ways.js';
import { t } from '../words.js';
import type { LooseDraft } from './faces.js';
import { LooseDraftCard, TYPE_ICONS } from './loose-draft.js';
import { openOrder } from './open-table.js';
import { Signs } from './signs.js';
import { Standing } from './standing.js';
import './table-card.css';
import type { OrderFace } from './tables.js';

export interface LooseProps {
  orders: readonly OrderFace[];
  drafts: readonly LooseDraft[];
  onFresh: (type: 'takeaway' | 'delivery') => () => void;
}

/** Orders of no table, and where to begin one. */
export function Loose({ orders, drafts, onFresh }: LooseProps) {
  return (
    <aside class="loose" aria-label={t('loose')}>
      <header>
        <h2>{t('loose')}</h2>
        <div>
          <Button icon="bag" onClick={onFresh('takeaway')}>
            {t('type.takeaway')}
          </Button>
          <Button icon="bike" onClick={onFresh('delivery')}>
            {t('type.delivery')}
          </Button>
        </div>
      </header>
      <ul>
        {orders.length + drafts.length === 0 && <li class="soft">{t('loose.none')}</li>}
        {drafts.map((draft) => (
          <LooseDraftCard key={draft.orderId} draft={draft} />
        ))}
        {orders.map((face) => (
          <LooseCard key={face.order.id} face={face} />
        ))}
      </ul>
      <Button icon="till" onClick={ways.bills}>
        {t('bills.today')}
      </Button>
    </aside>
  );
}

function LooseCard({ face }: { face: OrderFace }) {
  const { order, state, amount } = face;
  return (
    <li>
      <button type="button" class="loose-card" data-state={state} onClick={() => openOrder(face)}>
        <span class="loose-name">
          <Icon name={TYPE_ICONS[order.type]} />
          <strong>
            {order.number > 0
              ? t('order.number', { number: String(order.number) })
              : t('order.fresh')}
          </strong>
          <span class="soft">{t(`type.${order.type}`)}</span>
        </span>
        <span class="table-amount figures">{money(amount)}</span>
        <Standing of={face} />
        <Signs of={face} ready={state !== 'ready'} />
      </button>
    </li>
  );
}
