import type { Found } from '../../client/calls.js';
import { ProblemError, SignedOut, Unreachable } from '../../client/problem.js';
import { place } from '../state/place.js';
import type { Named, Session } from './session.js';

type Settings = Pick<Found<'outlet.read'>, 'country' | 'currency' | 'timeZone' | 'dayStartsAt'>;

/**
 * Learns how the outlet writes money and time, before anything is written: as it was kept, so that a page
 * opens without the server, and then as the server has it.
 */
export async function learnPlace(session: Session, outlet: Named): Promise<void> {
  const name = `place/${outlet.id}`;
  const kept = (await session.store.kept(name)) as Settings | undefined;
  if (kept) place.value = kept;
  const asked = askServer(session, outlet, name);
  // With none kept there is nothing to show amounts by; without a server, what most outlets have must do.
  if (!kept) await asked;
}

async function askServer(session: Session, outlet: Named, name: string): Promise<void> {
  try {
    const found = await session.api.query('outlet.read', {}, { outlet: outlet.id });
    const { country, currency, timeZone, dayStartsAt } = found;
    place.value = { country, currency, timeZone, dayStartsAt };
    await session.store.keep(name, place.value);
  } catch (error) {
    const away = error instanceof Unreachable || error instanceof SignedOut;
    // A session that ended shows the entry by itself, and a till that is cut off goes on with what it kept.
    if (!away && !(error instanceof ProblemError)) throw error;
  }
}
