import { money } from '../../state/place.js';
import { t } from '../words.js';
import './pay.css';

/** What goes back to the guest, for as long as it may still be counted; nothing, if nothing does. */
export function Change({ amount }: { amount: number }) {
  if (amount <= 0) return null;
  return (
    <p class="settled-change" role="status">
      {t('change')} <strong class="figures">{money(amount)}</strong>
    </p>
  );
}
