import { openEmbedded } from './embedded/store.js';
import type { PoolSettings } from './mongo/connect.js';
import type { Archive } from './archive.js';
import type { Store } from './store.js';

export interface StorePlace extends PoolSettings {
  /** Address of a MongoDB; null: the store is in `storeFolder`. */
  readonly mongo: string | null;
  readonly storeFolder: string;
  /** What only a worker's store has; see `MongoOptions`. */
  readonly worker?: { readonly patienceMs: number; readonly box: string };
}

/** Opens the store that the settings name. */
export async function openStore(
  place: StorePlace,
  newEpoch: () => string,
): Promise<Store & Archive> {
  if (place.mongo !== null) {
    // Who needs no MongoDB does not load its driver.
    const { openMongo } = await import('./mongo/store.js');
    return await openMongo({ address: place.mongo, pool: place, newEpoch, ...place.worker });
  }
  return await openEmbedded({ folder: place.storeFolder, newEpoch });
}
