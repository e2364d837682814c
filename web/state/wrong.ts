import { t } from './words.js';

/** A refusal as the server words it: the SDK's errors have these fields. */
interface Refusal {
  code: string;
  retryAfterSeconds?: number;
}

const KNOWN = [
  'wrong_login',
  'wrong_pin',
  'pairing_code_invalid',
  'forbidden',
  'rate_limited',
] as const;

/** What to tell somebody whose way in was refused. What is no refusal at all is the network. */
export function wrongText(error: unknown): string {
  if (!isRefusal(error)) return t('wrong.offline');
  const { code, retryAfterSeconds = 60 } = error;
  if (code === 'pin_locked') return t('wrong.pin_locked', { n: retryAfterSeconds });
  const known = KNOWN.find((each) => each === code);
  return known ? t(`wrong.${known}`) : t('wrong.other', { code });
}

function isRefusal(error: unknown): error is Refusal {
  return typeof (error as Partial<Refusal> | null)?.code === 'string';
}
