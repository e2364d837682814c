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
  const tree = await Tree.open(folder);
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

t.test('open: a store of before streams had epochs of their own', async (t) => {
  const folder = t.testdir();
  const scope = { organizationId: 'org' };
  const tree = await Tree.open(folder);
  await tree.transaction(() => {
    tree.put(keyOf(KIND.format), '{"format":1,"epoch":"old"}');
    tree.put(keyOf(KIND.head, 'org', null), '41');
  });
  await tree.close();
  const store = await open(folder);
  t.teardown(() => store.close());
  t.same(await store.position(scope), { epoch: 'old', seq: 41 });
  const event = { type: 'one', at: '2026-11-21T13:30:00.000Z', actor: 'somebody', data: {} };
  const changes = () => ({ documents: [], events: [event], result: null });
  t.match(await store.commit(scope, { counters: [], changes }), { epoch: 'old', seq: 42 });
});

t.test('open: an older program is kept out once a stream has an epoch of its own', async (t) => {
  const folder = t.testdir();
  const formatOf = async () => {
    const tree = await Tree.open(folder);
    const format = JSON.parse(tree.latest().get(keyOf(KIND.format)) ?? '').format;
    await tree.close();
    return format;
  };
  await (await open(folder)).close();
  t.equal(await formatOf(), 1);
  const store = await open(folder);
  async function* sole() {
    const text = '{"id":"org"}';
    const where = { collection: 'organization', outletId: null, id: 'org' } as const;
    yield { kind: 'document', ...where, text } as const;
  }
  await store.load('org', sole());
  await store.close();
  t.equal(await formatOf(), 2);
  await (await open(folder)).close();
});
