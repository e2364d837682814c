import { createHash, type Hash } from 'node:crypto';
import type { StoredRecord } from '../../db/archive.js';
import { addTo, Checksum, nothing } from './checksum.js';
import { type Closing, type Frame, type Header, lineOf, type Opening } from './lines.js';

/** Lines are handed on in pieces of this many characters: one for each would cost more than its zipping. */
const PIECE = 256 * 1024;

/** An organization on its way into an archive. */
export interface Section {
  opening: Opening;
  records: AsyncIterable<StoredRecord>;
}

/**
 * The lines of an archive, before they are zipped.
 * @param written told of each organization when its last line is given
 */
export async function* linesOf(
  header: Header,
  sections: AsyncIterable<Section>,
  written: (opening: Opening, closing: Closing) => void = () => undefined,
): AsyncGenerator<Buffer> {
  const frames = createHash('sha256');
  const counts = nothing();
  let organizations = 0;
  yield frame(header, frames);
  for await (const { opening, records } of sections) {
    yield frame(opening, frames);
    const checksum = new Checksum();
    yield* recordLines(records, checksum);
    const closing: Closing = { kind: 'end', id: opening.id, ...checksum.end() };
    yield frame(closing, frames);
    addTo(counts, closing.counts);
    organizations++;
    written(opening, closing);
  }
  const sha256 = frames.digest('hex');
  yield frame({ kind: 'trailer', organizations, counts, sha256 });
}

/** The lines of one organization's records, in pieces. */
export async function* recordLines(
  records: AsyncIterable<StoredRecord>,
  checksum: Checksum,
): AsyncGenerator<Buffer> {
  let lines = '';
  for await (const record of records) {
    checksum.count(record);
    lines += `${lineOf(record)}\n`;
    if (lines.length < PIECE) continue;
    yield hashed(lines, checksum);
    lines = '';
  }
  if (lines !== '') yield hashed(lines, checksum);
}

function hashed(lines: string, checksum: Checksum): Buffer {
  const bytes = Buffer.from(lines);
  checksum.add(bytes);
  return bytes;
}

function frame(what: Frame, hash?: Hash): Buffer {
  const bytes = Buffer.from(`${JSON.stringify(what)}\n`);
  hash?.update(bytes);
  return bytes;
}
