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
 * So many clients, all of them taken in; those still on their way count among `atOnce`. Of those who are turned
 * away so many come again.
 * @throws Error when one more is turned away: those that were taken in stay, and no more come
 */
export async function enterAll(
  count: number,
  doorOf: (number: number) => Door,
  listenerOf: (number: number) => Listener,
  { atOnce = 200, again = 0 }: { atOnce?: number; again?: number } = {},
): Promise<Client[]> {
  const clients: Client[] = [];
  let entered = 0;
  let turnedAway = 0;
  await new Promise<void>((resolve, reject) => {
    const next = () => {
      if (clients.length < count && turnedAway <= again) enter(clients.length);
    };
    const enter = (number: number) => {
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
        left(client, why) {
          if (isIn) listener.left?.(client, why);
          else if (++turnedAway <= again) enter(number);
          else reject(new Error(`a client was not taken in: ${why} (${JSON.stringify(place)})`));
        },
      };
      clients[number] = new Client(place, dialectOf(dialect, hello), own);
    };
    for (let i = 0; i < Math.min(atOnce, count); i++) next();
  });
  return clients;
}
