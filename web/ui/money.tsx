import { money } from '../state/place.js';

/** An amount of the outlet's currency. @param minor integer minor units (paise) */
export function Money({ minor }: { minor: number }) {
  return <span class="figures">{money(minor)}</span>;
}
