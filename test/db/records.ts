import type { StoredRecord } from '../../src/db/archive.js';

/** All records, each as a line. */
export async function linesOf(records: AsyncIterable<StoredRecord>): Promise<string[]> {
  const lines: string[] = [];
  for await (const record of records) lines.push(JSON.stringify(record));
  return lines;
}

export async function recordsOf(records: AsyncIterable<StoredRecord>): Promise<StoredRecord[]> {
  const all: StoredRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

export async function* oneByOne(records: Iterable<StoredRecord>): AsyncGenerator<StoredRecord> {
  yield* records;
}

/** Gives so many of them, then breaks off. */
export async function* cutOff(
  records: Iterable<StoredRecord>,
  after: number,
): AsyncGenerator<StoredRecord> {
  let given = 0;
  for (const record of records) {
    if (given++ === after) throw new Error('cut off');
    yield record;
  }
}
