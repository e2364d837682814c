import type { Test } from 'tap';
import type { Archive } from '../../src/db/archive.js';
import type { Store } from '../../src/db/store.js';

/** What the conformance suite must know of a store that it has never seen. */
export interface Adapter {
  /** For the names of the tests. */
  name: string;
  /** URL of the module that exports this adapter as `adapter`: other processes load it. */
  module: string;
  /** A place, such as a folder or a database's name, where there is nothing yet. */
  newPlace(): Promise<string>;
  /** One more instance on the data of a place. */
  openStore(place: string): Promise<Store & Archive>;
  /** Removes the place and its data; no instance is open any more. */
  destroy(place: string): Promise<void>;
}

/** A store over fresh data that goes away with the test. */
export async function freshStore(t: Test, adapter: Adapter) {
  const place = await adapter.newPlace();
  const open = new Set<Store>();
  t.teardown(async () => {
    for (const store of open) await store.close();
    await adapter.destroy(place);
  });
  const openAgain = async (): Promise<Store & Archive> => {
    const store = await adapter.openStore(place);
    open.add(store);
    return store;
  };
  return { place, store: await openAgain(), openAgain };
}
