import { DamagedArchive } from './damaged.js';

const NEWLINE = 10;
/** Longer than any line that kotd writes, in bytes: an order holds 500 lines of a few hundred bytes. */
const LONGEST = 64 * 1024 * 1024;

/**
 * The lines of a stream, each with its end; a last one without is an error.
 * @throws DamagedArchive
 */
export async function* splitLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  /** The beginning of a line whose end has not come. */
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, at)) {
      const rest = chunk.subarray(at, end + 1);
      yield begun.length > 0 ? Buffer.concat([...begun, rest]) : rest;
      begun = [];
      length = 0;
      at = end + 1;
    }
    if (at === chunk.length) continue;
    begun.push(chunk.subarray(at));
    length += chunk.length - at;
    if (length > LONGEST) throw new DamagedArchive('a line does not end');
  }
  if (begun.length > 0) throw new DamagedArchive('it was cut off');
}
