import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import t from 'tap';
import { descriptorLimit, socketCapacity } from '../../src/ops/descriptors.js';
import { Standin, newFolder } from '../cluster/standin.js';

const LIMIT = 80;

/** Holds so many connections to the server; answers those that were not closed at once. */
async function crowd(port: number, size: number): Promise<Socket[]> {
  const sockets = Array.from({ length: size }, () => connect(port, '127.0.0.1'));
  await Promise.all(
    sockets.map(async (socket) => {
      socket.on('error', () => socket.destroy());
      await once(socket, 'connect');
    }),
  );
  return sockets;
}

async function isAnswered(socket: Socket): Promise<boolean> {
  socket.write('GET /pid HTTP/1.1\r\nHost: kotd\r\n\r\n');
  const [data] = await once(socket, 'data');
  return String(data).startsWith('HTTP/1.1 200');
}

for (const [what, settings, line] of [
  ['closes what it cannot hold', {}, 'new connections are closed'],
  ['that ran out of them lives on', { KOTD_TEST_UNGUARDED: '1' }, 'new connections are closed'],
] as const) {
  t.test(`descriptors: a worker ${what}, and says so once`, async (t) => {
    const standin = await Standin.start(
      await newFolder(t),
      { KOTD_WORKERS: '1', ...settings },
      LIMIT,
    );
    t.match(standin.output, /Can hold 40 sockets \(1 worker with 80 descriptors each\)/);
    const pid = await standin.ask('/pid');
    const sockets = await crowd(standin.port, 2 * LIMIT);
    await standin.until(() => standin.output.includes(line), 'line about descriptors');
    t.ok(await isAnswered(sockets[0] as Socket), 'who was there before is served');
    if (!('KOTD_TEST_UNGUARDED' in settings)) {
      await standin.until(() => sockets.filter(({ closed }) => closed).length >= LIMIT, 'closes');
    }
    for (const socket of sockets) socket.destroy();
    await standin.until(
      async () => (await standin.ask('/pid').catch(() => '')) === pid,
      'recovery',
    );
    t.equal(standin.output.split('out of descriptors').length, 2, 'it was said once');
    t.equal(await standin.stop(), 0);
  });
}

t.test('descriptors: some are kept for what is not a connection', async (t) => {
  t.equal(socketCapacity(20_000), 19_800);
  t.equal(socketCapacity(100), 50);
  t.ok(descriptorLimit() > 0);
});
