import { Icon } from '../ui/icon.js';
import './card-marks.css';
import { type Card, isPacked } from './cards.js';
import type { House } from './house.js';
import { t } from './words.js';

const ICONS = { takeaway: 'bag', delivery: 'bike' } as const;

export interface CardMarksProps {
  card: Card;
  house: House;
  /** The stations of this screen. */
  here: readonly string[];
}

/**
 * What is out of the ordinary: it is to be packed, or another screen should show it. Nothing,
 * mostly.
 */
export function CardMarks({ card, house, here }: CardMarksProps) {
  const { orderType } = card;
  const elsewhere = elsewhereOf(card, house, here);
  if (!isPacked(orderType) && elsewhere === null) return null;
  return (
    <p class="card-marks">
      {isPacked(orderType) && (
        <strong class="card-mark">
          <Icon name={ICONS[orderType]} />
          {t(`type.${orderType}`)}
        </strong>
      )}
      {elsewhere !== null && (
        <strong class="card-mark">
          <Icon name="forward" />
          {elsewhere}
        </strong>
      )}
    </p>
  );
}

/** Both screens say it: the cooks of two stations have the same ticket before them. */
function elsewhereOf({ tickets }: Card, house: House, here: readonly string[]): string | null {
  for (const { stationId, fallbackStationId } of tickets) {
    if (fallbackStationId === undefined) continue;
    const name = (id: string) => house.name('stations', id);
    if (!here.includes(stationId)) return t('card.instead', { station: name(stationId) });
    if (!here.includes(fallbackStationId)) {
      return t('card.also', { station: name(fallbackStationId) });
    }
  }
  return null;
}
