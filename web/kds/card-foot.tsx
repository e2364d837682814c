import { Button } from '../ui/button.js';
import type { Card } from './cards.js';
import type { Hands } from './hands.js';
import type { Kitchen } from './kitchen.js';
import { t } from './words.js';

export interface CardFootProps {
  card: Card;
  kitchen: Kitchen;
  hands: Hands;
}

/** What can be done with the whole ticket. What was taken back has to be noted before anything else. */
export function CardFoot({ card, kitchen, hands }: CardFootProps) {
  if (card.voids.length > 0) {
    return (
      <footer class="card-foot">
        <Button kind="danger" icon="check" wide onClick={() => hands.noteCard(card)}>
          {t('note')}
        </Button>
      </footer>
    );
  }
  const queued =
    !kitchen.expo && card.dishes.some(({ state, left }) => state === 'queued' && left > 0);
  return (
    <footer class="card-foot">
      {queued && (
        <Button kind="quiet" icon="flame" onClick={() => hands.start(card, null)}>
          {t('start')}
        </Button>
      )}
      <Button class="card-bump" icon="check" onClick={() => hands.bump(card, null)}>
        {t(kitchen.finish.value === 'ready' ? 'bump.ready' : 'bump')}
      </Button>
    </footer>
  );
}
