import { clockTime } from '../state/place.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import type { Card } from './cards.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import './recall-dialog.css';
import { lastDone } from './steps.js';
import { t } from './words.js';

export interface RecallDialogProps {
  kitchen: Kitchen;
  house: House;
  onRecall: (card: Card) => void;
  onClose: () => void;
}

/** The tickets that were bumped last, at whichever screen, to be called back. */
export function RecallDialog({ kitchen, house, onRecall, onClose }: RecallDialogProps) {
  const cards = kitchen.recalls.value;
  return (
    <Dialog title={t('recalls')} onClose={onClose} size="wide">
      {cards.length === 0 && <p>{t('recalls.none')}</p>}
      <ul class="recalls">
        {cards.map((card, at) => {
          const number = t('card.number', { n: card.orderNumber });
          const table = card.tableId === null ? '' : house.name('tables', card.tableId);
          const what = [table, number].filter((part) => part !== '').join(' · ');
          return (
            <li key={card.id}>
              <div>
                <h3>
                  {what} <time class="soft figures">{clockTime(lastDone(card.tickets))}</time>
                </h3>
                <p>{card.dishes.map(({ left, name }) => `${left} × ${name}`).join(', ')}</p>
              </div>
              <Button
                icon="undo"
                autofocus={at === 0}
                label={t('recall.last', { what })}
                onClick={() => {
                  onRecall(card);
                  onClose();
                }}
              >
                {t('recall')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
