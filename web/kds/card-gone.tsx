import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { t } from './words.js';

/** In the place of what was just bumped, until the cards close up. */
export function CardGone({ onRecall }: { onRecall: () => void }) {
  return (
    <div class="card-gone">
      <Icon name="check" />
      <p>{t('card.gone')}</p>
      <Button icon="undo" onClick={onRecall}>
        {t('recall')}
      </Button>
    </div>
  );
}
