import { newFolder } from './embedded/new-folder.js';
import type { StorePlace } from './open.js';
import type { NewStore } from './store-in-making.js';

/**
 * Makes a new store for the place that the settings name. Nobody may use the place meanwhile.
 * @param replace of an embedded store that holds organizations: moves it aside at last
 * @throws PlaceTaken
 */
export async function newStore(
  place: StorePlace,
  newEpoch: () => string,
  replace: boolean,
): Promise<NewStore> {
  if (place.mongo === null) return await newFolder(place.storeFolder, newEpoch, replace);
  const { newDatabase } = await import('./mongo/new-database.js');
  return await newDatabase({ address: place.mongo, pool: place, newEpoch });
}
