import { waitOf } from '../words/amounts.js';
import { refusalOf } from './refusal.js';
import { t } from './words.js';

const KNOWN = ['wrong_login', 'wrong_pin', 'pairing_code_invalid', 'forbidden'] as const;

/** Refusals that end by themselves, and what one waits where the server does not say how long; seconds. */
const PATIENCE = { pin_locked: 60, rate_limited: 60 } as const;

/** What to tell somebody whose way in was refused. What is no refusal at all is the network. */
export function wrongText(error: unknown): string {
  const refusal = refusalOf(error);
  if (!refusal) return t('wrong.offline');
  const { code, retryAfterSeconds } = refusal;
  if (code === 'pin_locked' || code === 'rate_limited') {
    const { unit, n } = waitOf(retryAfterSeconds ?? PATIENCE[code]);
    return t(`wrong.${code}`, { wait: t(`wait.${unit}`, { n }) });
  }
  const known = KNOWN.find((each) => each === code);
  return known ? t(`wrong.${known}`) : t('wrong.other', { code });
}
