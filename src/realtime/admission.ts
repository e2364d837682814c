import { kitchenOf } from '../domain/audience.js';
import { type Fault, KotdError, notFound } from '../domain/errors.js';
import { allows } from '../domain/permissions.js';
import type { Store } from '../db/store.js';
import { mayEnter, type Principal } from '../handlers/auth/principal.js';
import { permissionFor, stationsOf } from './audiences.js';
import type { Hello } from './frames.js';
import type { OutletScope } from './stream.js';

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
 * The outlet and the stations that a hello names, which must be of the person's organization.
 * @throws KotdError `not_found`
 */
export async function findOutlet(
  store: Store,
  principal: Principal,
  { outlet, audience }: Pick<Hello, 'outlet' | 'audience'>,
): Promise<OutletScope> {
  const { organizationId } = principal;
  const scope = { organizationId, outletId: outlet };
  if (!(await store.get(scope, 'outlet', outlet))) throw notFound('/outlet');

  const stationIds = stationsOf(audience);
  const stations = await store.getMany(scope, 'station', stationIds);
  for (const [i, id] of stationIds.entries()) {
    if (!stations[i]) throw notFound(`/audience/${audience.indexOf(kitchenOf(id))}`);
  }
  return scope;
}
