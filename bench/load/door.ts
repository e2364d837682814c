import { Client, type Listener, type Place } from './client.js';
import { dialectOf, type DialectName } from './dialect.js';

/** How a load comes into a server, in words that can be sent to its process. */
export interface Door {
  place: Place;
  dialect: DialectName;
  /** What the client says of itself in this dialect; '' for nothing. */
  hello: string;
}

/**
 * So many clients, all of them taken in; those still on their way count among `atOnce`.
 * @throws Error when one is turned away: those that were taken in stay, and no more come
 */
export async function enterAll(
  count: number,
  doorOf: (number: number) => Door,
  listenerOf: (number: number) => Listener,
  atOnce = 200,
): Promise<Client[]> {
  const clients: Client[] = [];
  let entered = 0;
  let failed = false;
  await new Promise<void>((resolve, reject) => {
    const next = () => {
      const number = clients.length;
      if (number === count || failed) return;
      const { place, dialect, hello } = doorOf(number);
      const listener = listenerOf(number);
      let isIn = false;
      const own: Listener = {
        keep: listener.keep,
        heard: listener.heard?.bind(listener),
        entered(client) {
          isIn = true;
          entered++;
          listener.entered?.(client);
          if (entered === count) resolve();
          else next();
        },
        left(client) {
          if (isIn) listener.left?.(client);
          else {
            failed = true;
            reject(new Error(`a client was not taken in (${JSON.stringify(place)})`));
          }
        },
      };
      clients.push(new Client(place, dialectOf(dialect, hello), own));
    };
    for (let i = 0; i < Math.min(atOnce, count); i++) next();
  });
  return clients;
}
