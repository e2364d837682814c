import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import type { StoredRecord } from '../../src/db/archive.js';
import { reading, verify, writeArchive } from '../../src/operator/archive/file.js';
import { headerOf } from '../../src/operator/archive/lines.js';
import { linesOf, type Section } from '../../src/operator/archive/write.js';
import { oneByOne, recordsOf } from '../db/records.js';

const document = (id: string, more: object): StoredRecord => ({
  kind: 'document',
  collection: 'order',
  outletId: 'outlet',
  id,
  text: JSON.stringify({ id, rev: 1, ...more }),
});

const RECORDS: StoredRecord[] = [
  document('1', { note: ',"value":{"id":1} \u0000 \ud800 ☕ \\"', z: 1, a: [1e21, -0.5, null] }),
  document('2', { 7: 'digits first', lines: Array.from({ length: 9000 }, (_, i) => i) }),
  { kind: 'event', outletId: 'outlet', seq: 1, text: '{"seq":1,"data":{}}' },
  { kind: 'head', outletId: 'outlet', seq: 1 },
  { kind: 'command', id: ',"value":', text: '{"at":"2026","answer":null}' },
  { kind: 'counter', outletId: null, name: 'a/b', last: 3 },
  { kind: 'document', collection: 'organization', outletId: null, id: 'o', text: '{"id":"o"}' },
];

async function* sections(records = RECORDS): AsyncGenerator<Section> {
  for (const id of ['first', 'second']) {
    const opening = { kind: 'organization', id, at: '2026', differs: false } as const;
    yield { opening, records: oneByOne(records) };
  }
}

async function written(t: Test, records = RECORDS): Promise<string> {
  const path = join(t.testdir(), 'a.jsonl.gz');
  await writeArchive(path, linesOf(headerOf(null, null), sections(records)));
  return path;
}

t.test('archive: what goes in comes out, byte for byte', async (t) => {
  const path = await written(t);
  const found = await reading(path, async (reader) => {
    const all: StoredRecord[][] = [];
    for await (const { records } of reader.sections()) all.push(await recordsOf(records));
    return all;
  });
  t.strictSame(found, [RECORDS, RECORDS]);
  const { trailer, sections } = await verify(path);
  t.match(trailer, { organizations: 2, counts: { document: 6, event: 2, command: 2, head: 2 } });
  t.equal(sections[0]?.closing.sha256, sections[1]?.closing.sha256, 'the same have the same sum');
  for (const line of gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n')) {
    t.ok(JSON.parse(line).kind, 'each line is JSON');
  }
});

t.test('archive: only its owner reads it, and nothing else is left', async (t) => {
  const path = await written(t);
  t.equal((await stat(path)).mode & 0o777, 0o600);
  t.same(await readdir(t.testdirName), ['a.jsonl.gz']);
});

t.test('archive: one that fails in between leaves no file', async (t) => {
  const folder = t.testdir();
  async function* failing(): AsyncGenerator<StoredRecord> {
    yield* RECORDS.slice(0, 2);
    throw new Error('the store is gone');
  }
  async function* one(): AsyncGenerator<Section> {
    const opening = { kind: 'organization', id: 'o', at: '2026', differs: false } as const;
    yield { opening, records: failing() };
  }
  const lines = linesOf(headerOf(null, null), one());
  await t.rejects(writeArchive(join(folder, 'a.gz'), lines), /the store is gone/);
  t.same(await readdir(folder), []);
  const nowhere = writeArchive(
    join(folder, 'no', 'a.gz'),
    linesOf(headerOf(null, null), sections()),
  );
  await t.rejects(nowhere, { name: 'OperatorError', message: /no\/a\.gz: ENOENT/ });
});

t.test('archive: any byte that changed, and any end that is missing, is found', async (t) => {
  const path = await written(t);
  const zipped = await readFile(path);
  const damaged = join(t.testdirName, 'damaged.gz');
  const refused = async (bytes: Buffer, what: string) => {
    await writeFile(damaged, bytes);
    await t.rejects(
      verify(damaged),
      { name: 'OperatorError', message: /damaged\.gz cannot/ },
      what,
    );
  };
  for (let i = 0; i < 40; i++) {
    // Bytes 4 to 9 of gzip are a time and what wrote it, which say nothing of what is in it.
    const at = 10 + Math.floor(((zipped.length - 10) * i) / 40);
    const bytes = Buffer.from(zipped);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    await refused(bytes, `byte ${at}`);
    await refused(zipped.subarray(0, at), `cut off at ${at}`);
  }
  const lines = gunzipSync(zipped).toString().trimEnd().split('\n');
  for (let i = 0; i < lines.length; i++) {
    const without = lines.filter((_, at) => at !== i);
    await refused(gzipSync(`${without.join('\n')}\n`), `without line ${i}`);
    const twice = [...lines.slice(0, i + 1), ...lines.slice(i)];
    await refused(gzipSync(`${twice.join('\n')}\n`), `line ${i} twice`);
  }
  await refused(gzipSync(lines.join('\n')), 'the last line has no end');
  await refused(Buffer.from('something else'), 'no gzip');
  await refused(gzipSync('{"kind":"header","format":"another"}\n'), 'another format');
  await refused(gzipSync('{}\n'), 'another thing');
  await refused(Buffer.alloc(0), 'nothing');
});

t.test('archive: a later version is refused in words', async (t) => {
  const path = await written(t);
  const lines = gunzipSync(await readFile(path)).toString();
  await writeFile(path, gzipSync(lines.replace('"version":1', '"version":2')));
  await t.rejects(verify(path), { message: /it has version 2, and this kotd reads version 1/ });
});

t.test('archive: the last record comes only when all before it were found right', async (t) => {
  const path = await written(t);
  const lines = gunzipSync(await readFile(path)).toString();
  await writeFile(path, gzipSync(lines.replace('"last":3', '"last":4')));
  const came: StoredRecord[] = [];
  await t.rejects(
    reading(path, async (reader) => {
      for await (const { records } of reader.sections()) {
        for await (const record of records) came.push(record);
      }
    }),
    /organization first is not as it was written/,
  );
  t.equal(came.length, RECORDS.length - 1);
});
