import { type AddressInfo, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { contestOf, giveUp, type Keep, within } from '../../bench/contest.js';
import { enterAll } from '../../bench/load/door.js';

/** Notes its name in `ended` when it is stopped. */
function part(ended: string[], name: string) {
  return {
    async stop() {
      ended.push(name);
    },
  };
}

const MEASURED = { ours: () => Promise.reject(new Error('not to be asked')) };

t.test('contest: ends what it started, the last first; also when its start fails', async (t) => {
  const ended: string[] = [];
  const both = (keep: Keep) => {
    keep(part(ended, 'server'));
    keep(part(ended, 'load'));
  };
  const contest = await contestOf(async (keep) => {
    both(keep);
    return MEASURED;
  });
  t.same(ended, []);
  await contest.close();
  t.same(ended.splice(0), ['load', 'server']);
  const fails = contestOf(async (keep) => {
    both(keep);
    throw new Error('no');
  });
  await t.rejects(fails, { message: 'no' });
  t.same(ended, ['load', 'server']);
});

t.test('given up: what runs is ended, and what is started later too', async (t) => {
  const ended: string[] = [];
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const work = within(async (keep) => {
    keep(part(ended, 'server'));
    await held;
    keep(part(ended, 'late'));
  });
  await giveUp();
  t.same(ended, ['server']);
  goOn();
  await t.rejects(work, { message: 'it was given up' });
  t.same(ended, ['server', 'late']);
});

t.test('a crowd: when one is turned away no more come, and those who are in stay', async (t) => {
  const room = 3;
  const sockets = new Set<Socket>();
  let came = 0;
  const server = createServer((socket) => {
    came++;
    socket.on('error', () => undefined);
    if (sockets.size === room) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.once('data', () => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  let left = 0;
  const door = { place: { port }, dialect: 'plain', hello: '' } as const;
  const listener = {
    keep: 0,
    left: () => {
      left++;
    },
  };
  const all = enterAll(
    20,
    () => door,
    () => listener,
    { atOnce: 2 },
  );
  await t.rejects(all, { message: /not taken in/ });
  t.equal(sockets.size, room);
  t.ok(came <= room + 2, `${came} came`);
  t.equal(left, 0, 'who was never in has not left');
});

t.test(
  'enterAll: who is turned away comes again as often as it may; then it is told why',
  async (t) => {
    const CLOSE = Buffer.from([0x88, 7, 4408 >> 8, 4408 & 255, ...Buffer.from('later')]);
    let refusals = 3;
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      t.teardown(() => socket.destroy());
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
        if (refusals-- > 0) socket.end(CLOSE);
        else socket.write(Buffer.from([0x81, 11, ...Buffer.from('{"t":"pos"}')]));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.teardown(() => server.close());
    const { port } = server.address() as AddressInfo;
    const door = { place: { port }, dialect: 'kotd', hello: '{"t":"hello"}' } as const;
    const enter = (again: number) =>
      enterAll(
        5,
        () => door,
        () => ({ keep: 100 }),
        { atOnce: 2, again },
      );
    const clients = await enter(3);
    t.equal(clients.length, 5);
    for (const client of clients) client.close();
    refusals = 3;
    await t.rejects(enter(2), { message: /not taken in: closed with 4408 later/ });
  },
);
