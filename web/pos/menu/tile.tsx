import { money } from '../../state/place.js';
import type { MenuItem } from '../shapes.js';
import { t } from '../words.js';
import { FoodMark } from './food-mark.js';
import { useLongPress } from './long-press.js';
import './tile.css';

export interface TileProps {
  item: MenuItem;
  /** Portions that are being taken. */
  taken: number;
  /** Enter takes this one. */
  isFirst: boolean;
  quantity: number;
  onPick: (item: MenuItem, ask: boolean) => void;
}

/**
 * An item to tap. A long press, or Shift, asks how it is wanted; what is sold out stays and says
 * so.
 */
export function Tile({ item, taken, isFirst, quantity, onPick }: TileProps) {
  const { name, code, food, available } = item;
  const press = useLongPress(
    ({ shiftKey }) => onPick(item, shiftKey),
    () => onPick(item, true),
  );
  return (
    <li>
      <button
        type="button"
        class="tile"
        data-out={!available || undefined}
        data-first={isFirst || undefined}
        {...press}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !event.shiftKey) return;
          event.preventDefault();
          onPick(item, true);
        }}
      >
        {food && <FoodMark food={food} />}
        <span class="tile-name" title={name}>
          {name}
        </span>
        <span class="tile-foot">
          <span class="figures">{available ? priceText(item) : t('item.soldOut')}</span>
          {code && <code>{code}</code>}
        </span>
        {taken > 0 && (
          <b class="tile-taken figures">
            {taken}
            <span class="unseen">{t('item.taken')}</span>
          </b>
        )}
        {isFirst && quantity > 1 && <span class="unseen">× {quantity}</span>}
      </button>
    </li>
  );
}

/** From the cheapest variant on. */
function priceText({ price, variants }: MenuItem): string {
  if (variants.length === 0) return money(price);
  const prices = variants.map((variant) => variant.price);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  return least === most ? money(least) : t('item.from', { price: money(least) });
}
