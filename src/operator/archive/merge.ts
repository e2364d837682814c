import type { StoredRecord } from '../../db/archive.js';
import { isGrowing } from '../../db/growing.js';
import { compareCodePoints, compareRecords } from '../../db/record-order.js';
import type { Section } from './write.js';

/**
 * The organizations of a differential archive, complete: with what they have unchanged from its base. One
 * that only the base has is gone. Nothing is gathered: both are in the same order.
 */
export async function* mergedSections(
  base: AsyncIterable<Section>,
  differential: AsyncIterable<Section>,
): AsyncGenerator<Section> {
  const earlier = base[Symbol.asyncIterator]();
  let known = await earlier.next();
  for await (const section of differential) {
    const { id } = section.opening;
    while (!known.done && compareCodePoints(known.value.opening.id, id) < 0) {
      known = await earlier.next();
    }
    const both = !known.done && known.value.opening.id === id;
    if (both && section.opening.differs) {
      const opening = { ...section.opening, differs: false };
      yield { opening, records: merged(known.value.records, section.records) };
    } else yield section;
  }
  // To its end, where it is found right or damaged.
  while (!known.done) known = await earlier.next();
}

async function* merged(
  base: AsyncIterable<StoredRecord>,
  differential: AsyncIterable<StoredRecord>,
): AsyncGenerator<StoredRecord> {
  const earlier = base[Symbol.asyncIterator]();
  let known = await earlier.next();
  for await (const record of differential) {
    while (!known.done && compareRecords(known.value, record) < 0) {
      if (stays(known.value)) yield known.value;
      known = await earlier.next();
    }
    if (!known.done && compareRecords(known.value, record) === 0) known = await earlier.next();
    yield record;
  }
  while (!known.done) known = await earlier.next();
}

/**
 * Whether a record of the base that the differential does not have is there still; of all else it has
 * everything. Answers that were swept meanwhile come back, until the next sweep.
 */
function stays(record: StoredRecord): boolean {
  if (record.kind === 'document') return isGrowing(record.collection);
  return record.kind === 'event' || record.kind === 'command';
}
