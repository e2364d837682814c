import { IndexedDbStore } from './browser/indexed-db.js';
import { browserWorld } from './browser/world.js';
import { Device } from './device.js';
import { Memory } from './memory.js';
import type { OpenOptions } from './open.js';

export * from './index.js';
export { IndexedDbStore } from './browser/indexed-db.js';
export { browserWorld } from './browser/world.js';

/**
 * Opens this device: who was signed in, and what was not sent yet, is there again. Tabs that open the same store
 * are one device: they share its outbox, and one of them sends.
 * @throws where the browser keeps nothing, unless `store` is null
 */
export async function openDevice({ url, store, world }: OpenOptions): Promise<Device> {
  const kept = store === null ? new Memory().open() : await IndexedDbStore.open(store);
  const device = await Device.open({
    world: { ...browserWorld, ...world },
    store: kept,
    url: url ?? location.origin,
  });
  watchPage(device);
  // Else the browser may throw away what was not sent yet, when its disk is full.
  if (store !== null) await navigator.storage?.persist?.();
  return device;
}

/** A page is told when the network is back, and often not when it is thrown away. */
function watchPage(device: Device): void {
  addEventListener('online', () => device.hurry());
  addEventListener('pagehide', () => void device.keep());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') device.hurry();
    else void device.keep();
  });
}
