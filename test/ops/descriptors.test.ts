import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import t from 'tap';
import { descriptorLimit, socketCapacity } from '../../src/ops/descriptors.js';
import { newFolder } from '../new-folder.js';
import { Standin } from '../cluster/standin.js';

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

/** Takes every descriptor there is, for as long as it takes to be told so twice. */
const GLUTTON = `
import { openSync } from 'node:fs';
import { openLog } from ${JSON.stringify(new URL('../../src/ops/log.js', import.meta.url).href)};
import { DescriptorWatch } from ${JSON.stringify(new URL('../../src/ops/descriptors.js', import.meta.url).href)};
new DescriptorWatch(openLog('info', 1));
try {
  for (;;) openSync('/dev/null');
} catch {
  setTimeout(() => process.exit(0), 2500);
}
`;

t.test('descriptors: it is said, too, if something else took them all', async (t) => {
  const run = `ulimit -n 100 && exec "${process.execPath}" --input-type=module -`;
  const { stdout, status } = spawnSync(run, { shell: true, encoding: 'utf8', input: GLUTTON });
  t.equal(status, 0);
  const lines = stdout.split('\n').filter((line) => line !== '');
  t.equal(lines.length, 1, 'once in the two looks there were');
  t.match(JSON.parse(lines[0] ?? '{}'), {
    level: 'error',
    code: 'EMFILE',
    limit: 100,
    msg: 'out of descriptors: new connections have to wait',
  });
});

/** A watch that cannot look, for whatever other reason. */
const BLIND = `
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
promises.open = async () => { throw Object.assign(new Error('no'), { code: 'EACCES' }); };
syncBuiltinESMExports();
const { openLog } = await import(${JSON.stringify(new URL('../../src/ops/log.js', import.meta.url).href)});
const { DescriptorWatch } = await import(${JSON.stringify(new URL('../../src/ops/descriptors.js', import.meta.url).href)});
new DescriptorWatch(openLog('info', 1));
setTimeout(() => process.exit(0), 1500);
`;

t.test('descriptors: a look that fails for another reason ends nobody', async (t) => {
  const program = ['--input-type=module', '-'];
  const { stdout, status } = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    input: BLIND,
  });
  t.equal(status, 0);
  t.match(JSON.parse(stdout), { level: 'warn', err: { code: 'EACCES' } });
});

t.test('descriptors: some are kept for what is not a connection', async (t) => {
  t.equal(socketCapacity(20_000), 19_800);
  t.equal(socketCapacity(100), 50);
  t.ok(descriptorLimit() > 0);
});
