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
  t.same((await kotd(['--help'])).out, out);
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
    t.match(err, /Usage: kotd migrate \[--shard \[--apply\]\]/);
    t.notMatch(err, /^ +at /m);
  }
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
