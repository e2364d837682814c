import { openBrowserDevice } from './browser/open-device.js';
import type { Device } from './device.js';
import type { OpenOptions } from './open.js';
import { openTerminal } from './open-terminal.js';

export * from './index.js';
export { IndexedDbStore } from './browser/indexed-db.js';
export { browserWorld } from './browser/world.js';

/**
 * Opens this device: who was signed in, and what was not sent yet, is there again. Tabs that open the same store
 * are one device: they share its outbox, and one of them sends.
 * @throws where the browser keeps nothing, unless `store` is null
 */
export async function openDevice(options: OpenOptions): Promise<Device> {
  return await openBrowserDevice({ ...options, openTerminal });
}
