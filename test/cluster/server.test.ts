import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const SERVER = fileURLToPath(new URL('../../src/server.js', import.meta.url));

function run(env: Record<string, string>, nodeArguments: string[] = []) {
  const { PATH, HOME } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArguments, SERVER], {
    env: { PATH, HOME, ...env },
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stdout, stderr };
}

t.test('server: wrong settings are told one a line, and the exit code is 2', async (t) => {
  t.same(run({ KOTD_PORT: 'x', KOTD_PROT: '1' }), {
    status: 2,
    stdout: '',
    stderr:
      'kotd: KOTD_PROT is not a setting\nkotd: KOTD_PORT must be a whole number from 0 to 65,535\n',
  });
});

t.test('server: without a secret it does not start for others than this machine', async (t) => {
  t.match(run({ KOTD_HOST: '0.0.0.0' }), {
    status: 2,
    stderr: /^kotd: KOTD_SECRET must be set.*\n$/,
  });
});

t.test('server: a store that it cannot read is told in one line', async (t) => {
  const folder = t.testdir({ store: { 'data.mdb': 'x'.repeat(4096) } });
  const settings = { KOTD_DATA: folder, KOTD_PORT: '0', KOTD_WORKERS: '1' };
  const store = join(folder, 'store');
  const line =
    `kotd: The store in ${store} cannot be opened: ${join(store, 'data.mdb')} is not a file that this program` +
    ' can read; check KOTD_DATA and KOTD_STORE\n';
  t.same(run(settings), { status: 1, stdout: '', stderr: line });
  const { stdout, stderr } = run({ ...settings, KOTD_LOG: 'debug' });
  t.match(JSON.parse(stdout), { level: 'debug', err: { stack: /refuseOtherFiles/ } });
  t.equal(stderr, line);
});

t.test('server: on a Node that it cannot run on it says so in one line', async (t) => {
  const pretend = (version: string) =>
    `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;
  for (const version of ['18.20.4', '21.7.3', '24.1.0']) {
    const { status, stdout, stderr } = run({}, ['--import', pretend(version)]);
    t.equal(status, 1);
    t.equal(stdout, '');
    t.match(stderr, new RegExp(`^kotd: kotd needs Node 20 or 22 .*; this is ${version}\n$`));
  }
});
