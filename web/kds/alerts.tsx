import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import './alerts.css';
import type { Alert } from './cards.js';
import type { Hands } from './hands.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import { t } from './words.js';

export interface AlertsProps {
  kitchen: Kitchen;
  house: House;
  hands: Hands;
}

/**
 * What was taken back, below the board, until a touch says that it was read: also where the ticket is not in
 * sight or was bumped already. One after the other, the oldest first. The board gets shorter and nothing on it moves.
 */
export function Alerts({ kitchen, house, hands }: AlertsProps) {
  const alerts = kitchen.alerts.value;
  const [alert] = alerts;
  return (
    <div role="alert">
      {alert && (
        <section class="alert">
          <p class="alert-word">
            <Icon name="ban" />
            {t('void')}
            {alerts.length > 1 && <small>{t('void.many', { n: alerts.length })}</small>}
          </p>
          <div class="alert-what">
            <p class="alert-where">{tableOf(alert, house)}</p>
            <ul>
              {alert.items.map((item) => (
                <li key={item.lineId}>
                  <span class="alert-portions figures">
                    <s>{item.previousQuantity}</s> → <b>{item.quantity}</b>
                  </span>{' '}
                  {item.name}{' '}
                  {item.variantName !== null && <em class="variant">{item.variantName}</em>}
                </li>
              ))}
            </ul>
            <p class="alert-why">
              {alert.reason !== null && <strong>{alert.reason}</strong>}{' '}
              <span>{aboutOf(alert, house)}</span>
            </p>
          </div>
          <Button icon="check" onClick={() => hands.noteAlert(alert)}>
            {t('note')}
          </Button>
        </section>
      )}
    </div>
  );
}

function tableOf({ tableId }: Alert, house: House): string {
  return tableId === null ? t('card.counter') : house.name('tables', tableId);
}

function aboutOf({ orderNumber, createdBy }: Alert, house: House): string {
  const parts = [t('card.number', { n: orderNumber }), house.name('people', createdBy)];
  return parts.filter((part) => part !== '').join(' · ');
}
