import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { makeFolder } from '../src/folder.js';

t.test('folder: it is made with those above it, with their mode', async (t) => {
  const top = join(t.testdir(), 'a');
  const folder = join(top, 'b/c');
  await makeFolder(folder, 0o700);
  for (const path of [folder, top]) t.equal((await stat(path)).mode & 0o777, 0o700, path);
  await makeFolder(folder, 0o755);
  t.equal((await stat(folder)).mode & 0o777, 0o700, 'one that is there stays as it is');
});

t.test('folder: several may make it at once', async (t) => {
  const folder = join(t.testdir(), 'a/b/c');
  await Promise.all(Array.from({ length: 20 }, () => makeFolder(folder)));
  t.ok((await stat(folder)).isDirectory());
});

t.test('folder: what cannot be one is refused, and nobody waits for it', async (t) => {
  const file = join(t.testdir(), 'file');
  await writeFile(file, '');
  await t.rejects(makeFolder(file), { code: 'EEXIST' });
  await t.rejects(makeFolder(join(file, 'x/y')), { code: 'ENOTDIR' });
  await t.rejects(makeFolder('/proc/kotd/x'), { code: 'ENOENT' });
  await t.rejects(makeFolder(''), { code: 'ENOENT' });
});
