import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import { person } from '../../../demo/evening.js';
import { House } from '../../../demo/house.js';
import { Servers } from '../../../demo/servers.js';
import type { Field } from '../field.js';
import type { Fault } from '../fault.js';

/** Opens sockets that follow the dinner's outlet, spread over the boxes. */
async function crowd(field: Field, count: number): Promise<WebSocket[]> {
  const house = new House(new Servers([field.box(1).url]));
  await house.open();
  const token = await house.token(person('owner'));
  const hello = { t: 'hello', token, outlet: house.outlet, audience: ['floor', 'bills'] };
  return await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const url = field.urls[i % field.urls.length] ?? '';
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, 'kotd.v1.json');
      socket.on('error', () => undefined);
      await once(socket, 'open');
      socket.send(JSON.stringify(hello));
      await once(socket, 'message');
      return socket;
    }),
  );
}

export const terminals: readonly Fault[] = [
  {
    name: 'terminals-frozen',
    what: '60 terminals stop reading what they are sent, for eight seconds; a queue of 64 KiB for each',
    answerWithinMs: 8000,
    settings: { KOTD_SOCKET_QUEUE_BYTES: '65536' },
    lanes: 2,
    async strike(field) {
      const sockets = await crowd(field, 60);
      for (const socket of sockets) socket.pause();
      await delay(8000);
      for (const socket of sockets) socket.terminate();
    },
  },
  {
    name: 'all-reconnect',
    what: 'the wires of 1,000 terminals break at the same moment and all come back, three times',
    answerWithinMs: 10_000,
    async strike(field) {
      for (let round = 0; round < 3; round++) {
        const sockets = await crowd(field, 1000);
        for (const socket of sockets) socket.terminate();
      }
    },
  },
];
