import { readFile } from 'node:fs/promises';
import t from 'tap';
import { COMMANDS } from '../../src/operator/commands.js';
import { SERVER } from '../kotd.js';
import { kotd } from './run.js';

t.test('kotd help: each command with its usage and what it does', async (t) => {
  const { code, out, err } = await kotd(['help']);
  t.match({ code, err }, { code: 0, err: '' });
  for (const load of COMMANDS.values()) {
    const { name, usage, summary } = await load();
    t.match(out, `kotd ${name} ${usage}`.trimEnd());
    t.match(out, summary);
  }
  for (const args of [['--help'], ['-h'], ['serve', '--help'], ['help', 'serve']]) {
    t.same(await kotd(args), { code, out, err }, args.join(' '));
  }
});

t.test('kotd help: of one command, however it is asked for', async (t) => {
  const backup = await COMMANDS.get('backup')?.();
  const asked = { code: 0, out: `kotd backup ${backup?.usage}\n    ${backup?.summary}\n`, err: '' };
  for (const args of [
    ['help', 'backup'],
    ['--help', 'backup'],
    ['backup', '--help'],
    ['backup', '-h'],
    ['backup', '--into', 'x', '--help'],
  ]) {
    t.same(await kotd(args, { KOTD_PORT: 'no port' }), asked, args.join(' '));
  }
  t.match(await kotd(['help', 'bakcup']), {
    code: 2,
    out: '',
    err: /no command bakcup; kotd help/,
  });
});

t.test('kotd help: needs no settings to be right', async (t) => {
  t.equal((await kotd(['help'], { KOTD_PORT: 'no port' })).code, 0);
});

t.test('each command is found under its own name', async (t) => {
  for (const [name, load] of COMMANDS) t.equal((await load()).name, name);
});

t.test('kotd --version: that of the package', async (t) => {
  const file = new URL('../../../package.json', import.meta.url);
  const { version } = JSON.parse(await readFile(file, 'utf8'));
  t.same(await kotd(['--version']), { code: 0, out: `kotd ${version}\n`, err: '' });
});

t.test('what is no command is refused with the way to help', async (t) => {
  t.match(await kotd(['migrat']), { code: 2, out: '', err: /no command migrat; kotd help/ });
  t.match(await kotd(['serve', 'now']), { code: 2, err: /serve takes no arguments/ });
});

t.test('wrong arguments are refused with the usage, not with a stack', async (t) => {
  for (const [args, why] of [
    [['--shrad'], /shrad/],
    [['--apply'], /--apply goes with --shard/],
    [['all'], /all/],
    [['--shard=2'], /shard/],
  ] as const) {
    const { code, out, err } = await kotd(['migrate', ...args]);
    t.match({ code, out }, { code: 2, out: '' });
    t.match(err, why);
    t.match(err, /^kotd migrate: [^\n]*\. Usage: kotd migrate \[--shard \[--apply\]\]\n$/);
  }
});

t.test('an argument that swallowed the next one is told in one line too', async (t) => {
  const { code, err } = await kotd(['backup', '--into', '--full']);
  t.equal(code, 2);
  t.match(err, /^kotd backup: [^\n]*--into[^\n]*\. Usage: kotd backup [^\n]*\n$/);
});

t.test('what only serving needs is not asked of a command', async (t) => {
  const settings = { KOTD_HOST: '0.0.0.0', KOTD_REDIS: 'redis://10.0.0.7:6379' };
  t.match(await kotd(['migrate'], settings), { code: 0, out: '', err: /names no MongoDB/ });
});

t.test('wrong settings are told as the server tells them', async (t) => {
  const { code, err } = await kotd(['migrate'], { KOTD_PORT: 'no port', KOTD_SOTRE: 'x' });
  t.equal(code, 2);
  t.match(err, /^kotd: KOTD_SOTRE is not a setting$/m);
  t.match(err, /^kotd: KOTD_PORT must be /m);
});

t.test('the program can be run by its name', async (t) => {
  t.match(await readFile(SERVER, 'utf8'), /^#!\/usr\/bin\/env node\n/);
});
