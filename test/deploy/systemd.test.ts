import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readSettings } from '../../src/config.js';
import { SETTINGS } from '../../src/config/table.js';
import { lacking, readUnit, UNITS } from './systemd.js';

/** Highest exposure that `systemd-analyze security` may find; 10 is a service without any protection. */
const MOST_EXPOSED = 2;
const skip = lacking('systemd-analyze');

/** Runs systemd-analyze over units; answers its exit code and all it said. */
function analyze(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, {
    encoding: 'utf8',
    env: { ...process.env, SYSTEMD_COLORS: '0', SYSTEMD_EMOJI: '0' },
  });
  return { status, said: stdout + stderr };
}

t.test('units: systemd finds nothing wrong with them', { skip }, async (t) => {
  const folder = t.testdir();
  const names = (await readdir(UNITS)).filter((name) => /\.(service|timer)$/.test(name));
  t.same(names.sort(), ['kotd-backup.service', 'kotd-backup.timer', 'kotd.service']);
  for (const name of names) {
    const text = await readFile(`${UNITS}/${name}`, 'utf8');
    // Node is elsewhere on machines of developers.
    await writeFile(join(folder, name), text.replaceAll('/usr/bin/node', process.execPath));
  }
  t.same(analyze('verify', ...names.map((name) => join(folder, name))), { status: 0, said: '' });
  const broken = join(folder, 'broken.service');
  await writeFile(broken, '[Service]\nExecStart=/nowhere/node\nRestrat=always\n');
  t.match(analyze('verify', broken).said, /Restrat/, 'a typing error would be found');
});

for (const name of ['kotd.service', 'kotd-backup.service']) {
  t.test(`${name}: exposed at most ${MOST_EXPOSED}`, { skip }, async (t) => {
    const { said } = analyze('security', '--offline=true', `${UNITS}/${name}`);
    const exposure = Number(/exposure level for .*: ([\d.]+)/.exec(said)?.[1] ?? Number.NaN);
    t.comment(`exposure of ${name}: ${exposure}`);
    t.ok(exposure <= MOST_EXPOSED, said);
  });
}

t.test('kotd.service: gives kotd the time to drain that it takes', async (t) => {
  const unit = await readUnit('kotd.service');
  const stopMs = Number(unit.get('TimeoutStopSec')?.[0]) * 1000;
  t.ok(stopMs > 2 * Number(SETTINGS.drainMs.preset), `${stopMs} ms`);
});

t.test('kotd-backup.service: is shut in as tightly as kotd.service', async (t) => {
  const [kotd, backup] = [await readUnit('kotd.service'), await readUnit('kotd-backup.service')];
  const fences = [...kotd].filter(([key]) =>
    /^(NoNew|Capab|Ambient|Private|Protect|Restrict|Lock|Remove|Keyring|SystemCall|Device)/.test(
      key,
    ),
  );
  t.ok(fences.length > 20);
  for (const [key, value] of fences) t.same(backup.get(key), value, key);
});

t.test('kotd.env: as it is, and with everything in it in use, kotd takes it', async (t) => {
  const text = await readFile(`${UNITS}/kotd.env`, 'utf8');
  const inUse = { KOTD_SECRET: 's'.repeat(64), KOTD_METRICS_TOKEN: 't'.repeat(32) };
  for (const lines of [text, text.replaceAll(/^#(KOTD_)/gm, '$1')]) {
    const pairs = [...lines.matchAll(/^(KOTD_\w+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]);
    t.ok(pairs.length >= 5);
    const settings = readSettings({ ...Object.fromEntries(pairs), ...inUse });
    t.equal(settings.demo, false);
  }
});

t.test(
  'sysctl.d: the kernel knows every name',
  { skip: process.platform !== 'linux' },
  async (t) => {
    const text = await readFile('deploy/sysctl.d/60-kotd.conf', 'utf8');
    const names = [...text.matchAll(/^([a-z_.0-9]+) = /gm)].map(([, name = '']) => name);
    t.ok(names.length >= 4);
    for (const name of names) t.ok(existsSync(`/proc/sys/${name.replaceAll('.', '/')}`), name);
  },
);
