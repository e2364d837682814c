import { useRef } from 'preact/hooks';
import { Button } from '../ui/button.js';
import type { Card } from './cards.js';
import type { Hands } from './hands.js';
import type { Kitchen } from './kitchen.js';
import { t } from './words.js';

/** A touch so soon after a void came up was meant for the button that was there before; ms. */
const READ_MS = 700;

export interface CardFootProps {
  card: Card;
  kitchen: Kitchen;
  hands: Hands;
}

/** What can be done with the whole ticket. What was taken back has to be noted before anything else. */
export function CardFoot({ card, kitchen, hands }: CardFootProps) {
  const voids = card.voids.map(({ id }) => id).join(' ');
  const shown = useRef({ voids: '', at: 0 });
  if (shown.current.voids !== voids) shown.current = { voids, at: performance.now() };
  if (card.voids.length > 0) {
    return (
      <footer class="card-foot">
        <Button
          kind="danger"
          icon="check"
          wide
          onClick={({ detail }) => {
            const read = performance.now() - shown.current.at > READ_MS;
            if (detail === 0 || read) hands.note(card.voids);
          }}
        >
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
