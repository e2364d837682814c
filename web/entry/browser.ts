import { Api } from '../../client/api.js';
import { IndexedDbStore } from '../../client/browser/indexed-db.js';
import { openBrowserDevice } from '../../client/browser/open-device.js';
import { browserWorld } from '../../client/browser/world.js';
import type { Device } from '../../client/device.js';
import { idMaker } from '../../client/ids.js';
import type { DeviceStore } from '../../client/storage.js';
import type { OpenTerminal } from '../../client/terminal.js';
import type { TokenProvider } from '../../client/tokens.js';

/** What this browser is: one device, whichever of its tabs one looks at. */
export interface Browser {
  device: Device;
  /** What the pages keep besides: half-taken orders, how an outlet writes money. The device's own is its own. */
  store: DeviceStore;
  /** Calls of somebody. */
  apiOf(tokens: TokenProvider): Api;
}

/** Opens it as it was left. @throws where the browser keeps nothing */
export async function openBrowser(openTerminal: OpenTerminal): Promise<Browser> {
  const [device, store] = await Promise.all([
    openBrowserDevice({ store: 'terminal', openTerminal }),
    IndexedDbStore.open('pages'),
  ]);
  const newId = idMaker(() => browserWorld.clock.now(), browserWorld.randomBytes);
  const parts = { world: browserWorld, url: location.origin, newId };
  return { device, store, apiOf: (tokens) => new Api(parts, tokens) };
}
