import { number } from '../state/place.js';

/** 0.123 is 12 %; a dash where nothing was measured. */
export function shareText(share: number | null): string {
  return share === null ? '–' : `${number(Math.round(share * 100))}\u00a0%`;
}
