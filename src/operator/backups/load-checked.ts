import type { Archive, StoredRecord } from '../../db/archive.js';
import { Checksum, isSame } from '../archive/checksum.js';
import { type Closing, lineOf } from '../archive/lines.js';
import type { Section } from '../archive/write.js';
import { OperatorError } from '../command.js';

/**
 * Loads an organization into a store that nobody else uses, and reads back what is there.
 * @throws OperatorError when it is not what came
 */
export async function loadChecked(
  store: Archive,
  { opening: { id }, records }: Section,
): Promise<Closing> {
  const came = new Checksum();
  await store.load(id, summed(records, came));
  const there = new Checksum();
  for await (const record of store.dump(id)) count(there, record);
  const closing = { kind: 'end', id, ...came.end() } as const;
  if (isSame(closing, there.end())) return closing;
  throw new OperatorError(`organization ${id} is not in the new store as it came`);
}

async function* summed(
  records: AsyncIterable<StoredRecord>,
  sum: Checksum,
): AsyncGenerator<StoredRecord> {
  for await (const record of records) {
    count(sum, record);
    yield record;
  }
}

function count(sum: Checksum, record: StoredRecord): void {
  sum.count(record);
  sum.addLine(lineOf(record));
}
