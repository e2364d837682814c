import { number } from '../../state/place.js';
import { durationText } from '../../words/amounts.js';
import { t } from '../words.js';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const DAY_SECONDS = 86_400;

/** 1.2 GB, 340 MB. */
export function bytesText(bytes: number): string {
  if (bytes >= 10 * GIB) return `${number(Math.round(bytes / GIB))}\u00a0GB`;
  if (bytes >= GIB) return `${number(Math.round((10 * bytes) / GIB) / 10)}\u00a0GB`;
  return `${number(Math.round((10 * bytes) / MIB) / 10)}\u00a0MB`;
}

/** 12.3 ms; a dash where nothing was measured. */
export function msText(ms: number | null): string {
  if (ms === null) return '–';
  return `${number(ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms))}\u00a0ms`;
}

/** A rate a second: 0.4, 12. */
export function rateText(rate: number): string {
  return number(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate));
}

/** How long something has been up. */
export function uptimeText(seconds: number): string {
  if (seconds < DAY_SECONDS) return durationText(seconds * 1000);
  const days = Math.floor(seconds / DAY_SECONDS);
  return t('ops.days', { n: days, hours: Math.floor((seconds % DAY_SECONDS) / 3600) });
}
