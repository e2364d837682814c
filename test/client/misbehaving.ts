import type { SocketLike, World } from '../../client/ports.js';
import { nodeWorld } from '../../client/node.js';

/** Of a thousand frames, how many come twice, and how many are overtaken by the next one. */
export interface Manners {
  twice: number;
  overtaken: number;
}

/**
 * The world of Node with sockets whose frames come twice and out of turn, in both directions. TCP does no such
 * thing; a proxy or a library that thinks it knows better may.
 * @param chance 0 ≤ n < 1000
 */
export function misbehaving(manners: Manners, chance: () => number): World {
  return {
    ...nodeWorld,
    openSocket(url, protocol) {
      const inner = nodeWorld.openSocket(url, protocol);
      const outer: SocketLike = {
        binaryType: '',
        ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
        send: (data) => {
          inner.send(data);
          // A hello that comes twice is refused, as it should be.
          if (String(data).includes('"cmd"') && chance() < manners.twice) inner.send(data);
        },
        close: (code) => inner.close(code),
        terminate: () => inner.terminate?.(),
      };
      inner.binaryType = 'arraybuffer';
      inner.onopen = (event) => outer.onopen?.(event);
      inner.onerror = (event) => outer.onerror?.(event);
      inner.onclose = (event) => outer.onclose?.(event);
      inner.onmessage = mixedUp(manners, chance, (event) => outer.onmessage?.(event));
      return outer;
    },
  };
}

type Message = { data: unknown };

function mixedUp(
  { twice, overtaken }: Manners,
  chance: () => number,
  deliver: (event: Message) => void,
) {
  let held: Message | null = null;
  return (event: Message): void => {
    const late = held;
    held = null;
    if (!late && chance() < overtaken) {
      held = event;
      return;
    }
    deliver(event);
    if (chance() < twice) deliver(event);
    if (late) deliver(late);
  };
}
