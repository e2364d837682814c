import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import { systemClock } from './clock.js';
import { Device } from './device.js';
import { Memory } from './memory.js';
import { FileStore } from './node/file-store.js';
import type { OpenOptions } from './open.js';
import { openTerminal } from './open-terminal.js';
import type { SocketLike, World } from './ports.js';
import { printTrouble } from './trouble.js';

export * from './index.js';
export { FileStore } from './node/file-store.js';
export { FolderInUse } from './node/claim.js';

/** What Node gives a terminal. */
export const nodeWorld: World = {
  clock: systemClock,
  random: Math.random,
  randomBytes: (count) => new Uint8Array(randomBytes(count)),
  fetch: (input, init) => fetch(input, init),
  // Its types name events of its own, which have what is read of them.
  openSocket: (url, protocol) =>
    new WebSocket(url, protocol, { perMessageDeflate: false }) as unknown as SocketLike,
  trouble: printTrouble,
};

/**
 * Opens this device: who was signed in, and what was not sent yet, is there again.
 * @throws FolderInUse when another program has the folder
 */
export async function openDevice({ url, store, world: own }: OpenOptions): Promise<Device> {
  if (url === undefined) throw new TypeError('openDevice needs the url of the server');
  const world = { ...nodeWorld, ...own };
  const kept = store === null ? new Memory().open() : await FileStore.open(store, world);
  return await Device.open({ world, store: kept, url, openTerminal });
}
