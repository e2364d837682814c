import { Device } from '../device.js';
import { Memory } from '../memory.js';
import type { OpenOptions } from '../open.js';
import type { OpenTerminal } from '../terminal.js';
import { IndexedDbStore } from './indexed-db.js';
import { browserWorld } from './world.js';

export interface BrowserOptions extends OpenOptions {
  openTerminal: OpenTerminal;
}

/** As `openDevice` of the browser's entry, which brings terminals that speak every codec. */
export async function openBrowserDevice(options: BrowserOptions): Promise<Device> {
  const { url, store, world, openTerminal } = options;
  const kept = store === null ? new Memory().open() : await IndexedDbStore.open(store);
  const device = await Device.open({
    world: { ...browserWorld, ...world },
    store: kept,
    url: url ?? location.origin,
    openTerminal,
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
