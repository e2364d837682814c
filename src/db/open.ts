import { openEmbedded } from './embedded/store.js';
import type { Store } from './store.js';

export interface StorePlace {
  /** Address of a MongoDB; null: the store is in `storeFolder`. */
  readonly mongo: string | null;
  readonly storeFolder: string;
}

/** Opens the store that the settings name. */
export async function openStore(place: StorePlace, newEpoch: () => string): Promise<Store> {
  if (place.mongo !== null) throw new Error('not yet');
  return await openEmbedded({ folder: place.storeFolder, newEpoch });
}
