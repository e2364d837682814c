import { readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { newFolder } from '../new-folder.js';
import { Standin, failing } from './standin.js';

t.test('refuse: a second instance on the same data folder is refused with one line', async (t) => {
  const data = await newFolder(t);
  const standin = await Standin.start(data);
  const second = await failing(data, {});
  t.match(second, {
    code: 1,
    errors:
      /^kotd: the data folder .* is in use by another instance of kotd: stop it, or let KOTD_DATA name another one\n$/,
    output: '',
  });
  t.equal(JSON.parse(await standin.ask('/pid')) > 0, true, 'the first is not disturbed');
  t.equal(await standin.stop(), 0);
});

t.test('refuse: a second instance on the same port is refused with one line', async (t) => {
  const standin = await Standin.start(await newFolder(t));
  const second = await failing(await newFolder(t), { KOTD_PORT: `${standin.port}` });
  t.match(second, {
    code: 1,
    errors: /^kotd: cannot listen on 127\.0\.0\.1 port \d+: another program/,
  });
  t.equal(second.errors.split('\n').length, 2);
  t.equal(await standin.stop(), 0);
});

t.test('refuse: a port of a program that shares nothing is refused too', async (t) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { code, errors } = await failing(await newFolder(t), { KOTD_PORT: `${port}` });
  t.match({ code, errors }, { code: 1, errors: /another program listens there/ });
  server.close();
});

t.test('refuse: a host that is not of this machine is refused with one line', async (t) => {
  const settings = { KOTD_HOST: '203.0.113.7', KOTD_SECRET: 'x'.repeat(32) };
  t.match(await failing(await newFolder(t), settings), {
    code: 1,
    errors:
      /^kotd: cannot listen on 203\.0\.113\.7 port 0: this machine does not have that address\n$/,
  });
});

t.test('refuse: a data folder that cannot be one is refused with one line', async (t) => {
  const file = join(await newFolder(t), 'file');
  await writeFile(file, '');
  t.match(await failing(join(file, 'data'), {}), {
    code: 1,
    errors:
      /^kotd: the data folder .* cannot be used \(ENOTDIR\): let KOTD_DATA name one that .*\n$/,
  });
});

t.test('refuse: a data folder below /proc is refused, and nobody waits for it', async (t) => {
  t.match(await failing('/proc/kotd/data', {}), {
    code: 1,
    errors: /^kotd: the data folder \/proc\/kotd\/data cannot be used \(ENOENT\): .*\n$/,
  });
});

t.test('refuse: a second instance on the same folder of sockets', async (t) => {
  const sockets = await newFolder(t);
  const standin = await Standin.start(await newFolder(t), { KOTD_SOCKETS: sockets });
  const second = await failing(await newFolder(t), { KOTD_SOCKETS: sockets });
  t.match(second, {
    code: 1,
    errors:
      /^kotd: the folder of sockets .* is in use by another instance of kotd: .* KOTD_SOCKETS .*\n$/,
    output: '',
  });
  t.equal(await standin.stop(), 0);
  t.same(await readdir(sockets), [], 'nothing is left there');
  const third = await Standin.start(await newFolder(t), { KOTD_SOCKETS: sockets });
  t.equal(await third.stop(), 0, 'when it is gone another one may have it');
});

t.test('refuse: one folder may be both', async (t) => {
  const data = await newFolder(t);
  const standin = await Standin.start(data, { KOTD_SOCKETS: join(data, '.') });
  t.equal(await standin.stop(), 0);
});

t.test('refuse: a secret file that holds none is refused with one line', async (t) => {
  const data = await newFolder(t);
  await writeFile(join(data, 'secret'), 'short\n');
  t.match(await failing(data, {}), { code: 1, errors: /^kotd: .*secret holds no secret.*\n$/ });
});
