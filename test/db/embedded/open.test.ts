import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { KIND, keyOf } from '../../../src/db/embedded/keys.js';
import { openEmbedded } from '../../../src/db/embedded/store.js';
import { Tree } from '../../../src/db/embedded/tree.js';

const open = (folder: string) => openEmbedded({ folder, newEpoch: () => 'epoch' });

t.test('open: makes the folder, whatever its name', async (t) => {
  const folder = join(t.testdir(), 'not yet', 'data.kotd');
  const store = await open(folder);
  t.same(await store.position({ organizationId: 'org' }), { epoch: 'epoch', seq: 0 });
  await store.close();
  t.ok((await stat(join(folder, 'data.mdb'))).isFile());
  t.ok((await stat(join(folder, 'data.mdb'))).size < 2 ** 20, 'address space is not disk space');
});

t.test('open: refuses a store of a later program', async (t) => {
  const folder = t.testdir();
  const tree = new Tree(folder);
  await tree.transaction(() => tree.put(keyOf(KIND.format), '{"format":3,"epoch":"later"}'));
  await tree.close();
  await t.rejects(open(folder), { message: `The store in ${folder} has format 3, not 1 or 2` });
  await t.rejects(open(folder), 'and lets go of it');
});

t.test('open: refuses what is no store', async (t) => {
  const folder = t.testdir();
  for (const content of ['text', Buffer.alloc(65_536, 'no store')]) {
    await writeFile(join(folder, 'data.mdb'), content);
    await t.rejects(open(folder), /data\.mdb is not a file that this program can read/);
  }
  await t.rejects(open(join(folder, 'data.mdb')), 'a file is no folder');
});
