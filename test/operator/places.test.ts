import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { kotd, kotdAsNobody } from './run.js';

/** With a store that holds nothing, a file, and a folder that only its owner may use; everybody may look at it. */
async function newPlace(t: Test) {
  const top = await mkdtemp(join(tmpdir(), 'kotd-'));
  t.teardown(() => rm(top, { recursive: true, force: true }));
  const [data, file, closed] = ['data', 'file', 'closed'].map((name) => join(top, name)) as [
    string,
    string,
    string,
  ];
  const store = await openEmbedded({ folder: join(data, 'store'), newEpoch: () => 'epoch' });
  await store.close();
  await writeFile(file, '');
  await mkdir(join(closed, 'in'), { recursive: true });
  await chmod(closed, 0);
  for (const path of [top, data]) await chmod(path, 0o777);
  return { top, data, file, closed };
}

/** One line, which names what was wrong. */
function isTold(t: Test, ran: Awaited<ReturnType<typeof kotd>>, command: string, names: string) {
  t.match(ran, { code: 1, out: '' }, ran.err);
  t.match(ran.err, new RegExp(`^kotd ${command}: [^\\n]*\\n$`));
  t.ok(ran.err.includes(names), `${ran.err} names ${names}`);
}

t.test('a place that cannot be one is told in one line', async (t) => {
  const { top, data, file } = await newPlace(t);
  const settings = { KOTD_DATA: data };
  for (const [command, args, names] of [
    ['backup', ['--into', file], '--into'],
    ['backup', ['--into', join(file, 'x')], '--into'],
    ['backup', ['--into', '/proc/kotd/x'], '--into'],
    ['backup', ['--into', join(top, 'b'), '--metrics', join(file, 'a.prom')], '--metrics'],
    ['export', ['--all', '--out', join(file, 'x')], join(file, 'x')],
    ['restore', [join(top, 'nowhere')], join(top, 'nowhere')],
    ['restore', [join(file, 'x')], join(file, 'x')],
    ['restore', [top], top],
    ['import', [top], top],
  ] as const) {
    const ran = await kotd([command, ...args], settings);
    // What was made before the file of metrics was found wanting is said.
    isTold(t, names === '--metrics' ? { ...ran, out: '' } : ran, command, names);
  }
  t.match(await kotd(['backup', '--into', ''], settings), { code: 2, err: /^kotd backup: --into/ });
});

t.test('a store that cannot be one is told in one line, with the setting', async (t) => {
  const { top, data, file } = await newPlace(t);
  const all = ['--all', '--out', join(top, 'all.gz')];
  for (const [settings, names] of [
    [{ KOTD_DATA: file }, 'KOTD_DATA'],
    [{ KOTD_DATA: '/proc/kotd' }, 'KOTD_DATA'],
    [{ KOTD_DATA: data, KOTD_STORE: file }, 'KOTD_STORE'],
    [{ KOTD_DATA: data, KOTD_STORE: join(top, 'nowhere') }, 'KOTD_STORE'],
  ] as const) {
    isTold(t, await kotd(['export', ...all], settings), 'export', names);
  }
  isTold(t, await kotd(['restore', top], { KOTD_DATA: '/proc/kotd' }), 'restore', 'KOTD_DATA');
});

t.test('what this user may not use is told in one line', async (t) => {
  const { top, data, closed } = await newPlace(t);
  const settings = { KOTD_DATA: data };
  for (const [command, args, own, names] of [
    ['backup', ['--into', closed], settings, '--into'],
    ['backup', ['--into', join(closed, 'in')], settings, '--into'],
    ['restore', [join(closed, 'in')], settings, closed],
    ['restore', [closed], settings, closed],
    ['restore', [top], { KOTD_DATA: closed }, 'KOTD_DATA'],
    ['export', ['--all', '--out', '-'], { KOTD_DATA: closed }, 'KOTD_DATA'],
  ] as const) {
    isTold(t, await kotdAsNobody([command, ...args], own), command, names);
  }
});

t.test('kotd backup --metrics: what an alert looks at', async (t) => {
  const { top, data } = await newPlace(t);
  const [into, metrics] = [join(top, 'backups'), join(top, 'kotd.prom')];
  const backup = (path: string) =>
    kotd(['backup', '--into', into, '--metrics', path], { KOTD_DATA: data });
  const before = Date.now() / 1000;
  const { code, out, err } = await backup(metrics);
  t.match({ code, err }, { code: 0, err: '' });
  const text = await readFile(metrics, 'utf8');
  const value = (name: string) => Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(text)?.[1]);
  const at = value('kotd_backup_last_success_timestamp_seconds');
  t.ok(at >= before && at <= Date.now() / 1000, `${at}`);
  const [name = ''] = /kotd-\S+\.gz/.exec(out) ?? [];
  t.equal(value('kotd_backup_size_bytes'), (await stat(join(into, name))).size);
  for (const line of text.trim().split('\n'))
    t.match(line, /^(# (HELP|TYPE) kotd_|kotd_\w+ [\d.]+$)/);
  t.equal((await stat(metrics)).mode & 0o777, 0o644, 'node_exporter may read it');
  t.equal((await backup(metrics)).code, 0, 'the next one replaces it');
  t.not(await readFile(metrics, 'utf8'), text);
  const wrong = await backup(join(top, 'kotd.txt'));
  t.match(wrong, {
    code: 2,
    err: /^kotd backup: --metrics names a file that ends in \.prom\. Usage/,
  });
});
