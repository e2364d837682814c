import {
  Api,
  browserWorld,
  type Device,
  type DeviceStore,
  idMaker,
  IndexedDbStore,
  openDevice,
  type TokenProvider,
} from '../../client/browser.js';

/** What this browser is: one device, whichever of its tabs one looks at. */
export interface Browser {
  device: Device;
  /** What the pages keep besides: half-taken orders, how an outlet writes money. The device's own is its own. */
  store: DeviceStore;
  /** Calls of somebody. */
  apiOf(tokens: TokenProvider): Api;
}

/** Opens it as it was left. @throws where the browser keeps nothing */
export async function openBrowser(): Promise<Browser> {
  const [device, store] = await Promise.all([
    openDevice({ store: 'terminal' }),
    IndexedDbStore.open('pages'),
  ]);
  const newId = idMaker(() => browserWorld.clock.now(), browserWorld.randomBytes);
  const parts = { world: browserWorld, url: location.origin, newId };
  return { device, store, apiOf: (tokens) => new Api(parts, tokens) };
}
