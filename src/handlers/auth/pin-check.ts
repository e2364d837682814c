import type { Decision } from '../../domain/decision.js';
import { type PinTrial, refuseLocked, triesId, wrongPin } from '../../domain/pin.js';
import type { Staff } from '../../domain/shapes/staff.js';
import type { Work } from '../spec.js';

type PinWork = Pick<Work, 'read' | 'context' | 'passwords' | 'tokens'>;

/** Hashes a PIN. Four digits are soon guessed from any hash, so they go in under the server's secret. */
export function hashPin({ passwords, tokens }: PinWork, staffId: string, pin: string) {
  return passwords.hash(tokens.sealed('pin', `${staffId} ${pin}`));
}

/**
 * Looks at a PIN, unless too many wrong ones came before: then nobody learns whether this one is right.
 * @returns the refusal, to be committed since it counts; null if the PIN is right
 * @throws pin_locked
 */
export async function checkPin(
  work: PinWork,
  staff: Staff,
  pin: string,
  place: Pick<PinTrial, 'placeId' | 'outletId'>,
): Promise<{ trial: PinTrial; refused: Decision<null> | null }> {
  const tries = await work.read.get('pinTries', triesId(staff.id, place.placeId));
  const trial = { ...place, staff, tries };
  refuseLocked(trial, work.context);
  const right = await isPin(work, staff, pin);
  return { trial, refused: right ? null : wrongPin(trial, work.context) };
}

/** Without anybody it takes as long and says no. */
export function isPin({ passwords, tokens }: PinWork, staff: Staff | null, pin: string) {
  return passwords.matches(tokens.sealed('pin', `${staff?.id ?? ''} ${pin}`), staff?.pin?.hash);
}
