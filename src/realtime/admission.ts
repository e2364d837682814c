import { kitchenOf } from '../domain/audience.js';
import { type Fault, KotdError, notFound } from '../domain/errors.js';
import { allows } from '../domain/permissions.js';
import { mayEnter, type Principal } from '../handlers/auth/principal.js';
import { permissionFor, stationsOf } from './audiences.js';
import type { Stations } from './stations.js';

/**
 * Whether a person may listen to these audiences of an outlet. Asked again while the socket lives,
 * since roles change.
 * @throws KotdError `not_found` where they may not enter, `forbidden` where the role may not listen
 */
export function permitListening(
  principal: Principal,
  outletId: string,
  audiences: Iterable<string>,
): void {
  if (!mayEnter(principal, outletId)) throw notFound('/outlet');
  const faults: Fault[] = [];
  let place = 0;
  for (const audience of audiences) {
    if (!allows(permissionFor(audience), principal.role)) {
      faults.push({ pointer: `/audience/${place}`, message: 'not for this role' });
    }
    place++;
  }
  if (faults.length > 0) throw new KotdError('forbidden', { errors: faults });
}

/**
 * Whether the stations that a hello names are of its outlet.
 * @throws KotdError `not_found`
 */
export async function findStations(stations: Stations, audience: readonly string[]): Promise<void> {
  const ids = stationsOf(audience);
  if (ids.length === 0) return;
  for (const [i, exists] of (await stations.has(ids)).entries()) {
    if (!exists) throw notFound(`/audience/${audience.indexOf(kitchenOf(ids[i] ?? ''))}`);
  }
}
