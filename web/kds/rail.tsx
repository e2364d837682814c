import { Button } from '../ui/button.js';
import type { Hands } from './hands.js';
import type { House } from './house.js';
import type { Kitchen } from './kitchen.js';
import type { DialogName } from './menu-groups.js';
import './rail.css';
import { flip, sound, totals } from './settings.js';
import type { Sight } from './sight.js';
import { audible, flipSound } from './sound.js';
import { t } from './words.js';

export interface RailProps {
  kitchen: Kitchen;
  house: House;
  hands: Hands;
  sight: Sight;
  onDialog: (name: DialogName) => void;
}

/** Always under the thumb: calling back, what is to be cooked in all, and whether one hears anything. */
export function Rail({ kitchen, house, hands, sight, onDialog }: RailProps) {
  const [last] = kitchen.recalls.value;
  const waiting = kitchen.waiting.value;
  const wanted = sound.value === 'on';
  return (
    <nav class="rail" aria-label={t('rail')}>
      <Button
        icon="undo"
        disabled={!last}
        class="rail-recall"
        onClick={() => hands.recallLast()}
        label={last ? t('recall.last', { what: nameOf(last, house) }) : t('recall')}
      >
        {t('recall')}
        {last && <small>{nameOf(last, house)}</small>}
      </Button>
      <Button kind="quiet" icon="list" disabled={!last} onClick={() => onDialog('recalls')}>
        {t('recalls.short')}
      </Button>
      <span class="rail-room">
        {waiting > 0 && <span class="rail-waiting">{t('waiting', { n: waiting })}</span>}
        <Turn sight={sight} />
      </span>
      <Button
        kind="quiet"
        icon={wanted ? 'bell' : 'bell-off'}
        class={wanted && audible.value ? undefined : 'rail-mute'}
        onClick={audible.value || !wanted ? flipSound : undefined}
      >
        {wanted && !audible.value ? t('sound.touch') : t(wanted ? 'sound.on' : 'sound.off')}
      </Button>
      <Button icon="sum" pressed={totals.value === 'on'} onClick={() => flip(totals)}>
        {t('totals')}
      </Button>
    </nav>
  );
}

/** How many tickets are not to be seen, and the way there; at the end of the board, the way back. */
function Turn({ sight }: { sight: Sight }) {
  const below = sight.below.value;
  if (below === 0 && !sight.above.value) return null;
  return (
    <Button
      kind="quiet"
      icon={below > 0 ? 'down' : 'up'}
      class="rail-turn"
      onClick={() => sight.turn()}
    >
      {below > 0 ? t('board.below', { n: below }) : t('board.top')}
    </Button>
  );
}

function nameOf(
  { tableId, orderNumber }: { tableId: string | null; orderNumber: number },
  house: House,
): string {
  const number = t('card.number', { n: orderNumber });
  return tableId === null ? number : `${house.name('tables', tableId)} ${number}`;
}
