import fc from 'fast-check';
import t from 'tap';
import type { StoredRecord } from '../../src/db/archive.js';
import { openEmbedded } from '../../src/db/embedded/store.js';
import { ArchiveReader } from '../../src/operator/archive/read.js';
import { headerOf } from '../../src/operator/archive/lines.js';
import { mergedSections } from '../../src/operator/archive/merge.js';
import { linesOf, type Section } from '../../src/operator/archive/write.js';
import { playEvening } from '../db/evening.js';
import { oneByOne, recordsOf } from '../db/records.js';
import { before, sinceOf, soleOrganization } from './evenings.js';

const COMMANDS = 150;

function section(id: string, records: AsyncIterable<StoredRecord>, differs: boolean): Section {
  const at = '2026-11-21T13:30:00.000Z';
  return { opening: { kind: 'organization', id, at, differs }, records };
}

async function* each(...sections: Section[]): AsyncGenerator<Section> {
  yield* sections;
}

/** As they come out of a file that they went into. */
async function written(...sections: Section[]): Promise<AsyncGenerator<Section>> {
  const reader = await ArchiveReader.open(linesOf(headerOf(null, null), each(...sections)), 'a');
  return reader.sections();
}

async function gathered(sections: AsyncIterable<Section>): Promise<Map<string, StoredRecord[]>> {
  const all = new Map<string, StoredRecord[]>();
  for await (const { opening, records } of sections) all.set(opening.id, await recordsOf(records));
  return all;
}

t.test('merge: base and differential are record for record what the store held', async (t) => {
  let documents = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.uniqueArray(fc.integer({ min: 1, max: COMMANDS }), { minLength: 3, maxLength: 3 }),
      async (seed, moments) => {
        const store = await openEmbedded({ folder: t.testdir(), newEpoch: () => 'epoch' });
        const bases: StoredRecord[][] = [];
        const heard = before(store, async (_, commits) => {
          if (!moments.includes(commits)) return;
          bases.push(await recordsOf(store.dump(await soleOrganization(store))));
        });
        await playEvening(heard, seed, COMMANDS);
        const id = await soleOrganization(store);
        await store.sweep('2026-04-20T00:00:00.000Z', '2000-01-01T00:00:00.000Z');
        const held = await recordsOf(store.dump(id));
        for (const base of bases) {
          const differential = await recordsOf(store.dump(id, sinceOf(base)));
          documents += differential.filter(({ kind }) => kind === 'document').length;
          const merged = mergedSections(
            await written(section(id, oneByOne(base), false)),
            await written(section(id, oneByOne(differential), true)),
          );
          t.strictSame((await gathered(merged)).get(id), held);
        }
        await store.close();
      },
    ),
    { numRuns: 12 },
  );
  t.ok(documents > 1000, `${documents} documents had changed`);
});

const head = (outletId: string, seq: number): StoredRecord => ({ kind: 'head', outletId, seq });

t.test('merge: organizations come and go between base and differential', async (t) => {
  const of = (id: string, seq: number, differs: boolean) =>
    section(id, oneByOne([head('outlet', seq)]), differs);
  const merged = mergedSections(
    await written(of('a', 1, false), of('c', 1, false), of('d', 1, false), of('z', 1, false)),
    await written(of('b', 2, false), of('c', 2, true), of('d', 2, false), of('e', 2, false)),
  );
  t.same(
    [...(await gathered(merged))],
    ['b', 'c', 'd', 'e'].map((id) => [id, [head('outlet', 2)]]),
  );
});

t.test('merge: one that was loaded anew has nothing of the base', async (t) => {
  const order = (id: string): StoredRecord => ({
    kind: 'document',
    collection: 'order',
    outletId: 'outlet',
    id,
    text: JSON.stringify({ id, rev: 1 }),
  });
  const merge = async (differs: boolean) => {
    const base = await written(section('a', oneByOne([order('1'), order('2')]), false));
    const newer = await written(section('a', oneByOne([order('2'), order('3')]), differs));
    const ids = (await gathered(mergedSections(base, newer))).get('a') ?? [];
    return ids.map((record) => 'id' in record && record.id);
  };
  t.same(await merge(true), ['1', '2', '3']);
  t.same(await merge(false), ['2', '3']);
});
