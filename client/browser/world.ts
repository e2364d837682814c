import { systemClock } from '../clock.js';
import type { SocketLike, World } from '../ports.js';
import { printTrouble } from '../trouble.js';

/** What a browser gives a terminal. */
export const browserWorld: World = {
  clock: systemClock,
  random: Math.random,
  // Unlike randomUUID it is there on pages that came over plain http.
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  fetch: (input, init) => fetch(input, init),
  // Its types name events of its own, which have what is read of them.
  openSocket: (url, protocol) => new WebSocket(url, protocol) as unknown as SocketLike,
  trouble: printTrouble,
};
