import { createHash } from 'node:crypto';
import type { StoredRecord } from '../../db/archive.js';
import { compareCodePoints, compareRecords } from '../../db/record-order.js';
import { addTo, Checksum, isSame, nothing } from './checksum.js';
import {
  type Closing,
  DamagedArchive,
  type Frame,
  type Header,
  isFrame,
  type Opening,
  parseLine,
  type Trailer,
} from './lines.js';
import { splitLines } from './split.js';
import type { Section } from './write.js';

interface Line {
  bytes: Buffer;
  content: StoredRecord | Frame;
}

/**
 * An archive as it is read, once, from its beginning to its end. The last record of an organization, which
 * makes it a whole one, is given only when the checksum of all its records has been found right.
 * Everything here throws DamagedArchive.
 */
export class ArchiveReader {
  readonly header: Header;
  readonly #lines: AsyncIterator<Line>;
  readonly #frames = createHash('sha256');

  private constructor(header: Line & { content: Header }, lines: AsyncIterator<Line>) {
    this.header = header.content;
    this.#frames.update(header.bytes);
    this.#lines = lines;
  }

  /** @param chunks what was zipped */
  static async open(chunks: AsyncIterable<Buffer>): Promise<ArchiveReader> {
    const lines = parsed(chunks);
    const { bytes, content } = await next(lines);
    if (content.kind !== 'header') throw new DamagedArchive('it does not begin with its header');
    return new ArchiveReader({ bytes, content }, lines);
  }

  /**
   * Organization by organization: each is read to its end, or not at all, before the next.
   * @param ended told of each when its end has been read and found right
   */
  async *sections(ended: (closing: Closing) => void = () => undefined): AsyncGenerator<Section> {
    const counts = nothing();
    let organizations = 0;
    let last: string | null = null;
    for (;;) {
      const { bytes, content } = await next(this.#lines);
      if (content.kind === 'trailer') {
        await this.#end({ ...content }, { organizations, counts });
        return;
      }
      if (content.kind !== 'organization') throw new DamagedArchive('a record is out of place');
      if (last !== null && compareCodePoints(last, content.id) >= 0) {
        throw new DamagedArchive('the organizations are out of order');
      }
      last = content.id;
      this.#frames.update(bytes);
      const records = this.#records(content, (closing) => {
        addTo(counts, closing.counts);
        organizations++;
        ended(closing);
      });
      yield { opening: content, records };
      for await (const _ of records);
    }
  }

  async *#records(
    { id }: Opening,
    ended: (closing: Closing) => void,
  ): AsyncGenerator<StoredRecord> {
    const checksum = new Checksum();
    let held: StoredRecord | null = null;
    for (;;) {
      const { bytes, content } = await next(this.#lines);
      if (isFrame(content)) {
        if (content.kind !== 'end' || content.id !== id || !isSame(content, checksum.end())) {
          throw new DamagedArchive(`organization ${id} is not as it was written`);
        }
        this.#frames.update(bytes);
        ended(content);
        break;
      }
      checksum.add(bytes);
      checksum.count(content);
      if (held && compareRecords(held, content) >= 0) {
        throw new DamagedArchive('the records are out of order');
      }
      if (held) yield held;
      held = content;
    }
    if (held) yield held;
  }

  async #end(trailer: Trailer, seen: Pick<Trailer, 'organizations' | 'counts'>): Promise<void> {
    const sha256 = this.#frames.digest('hex');
    const whole = trailer.organizations === seen.organizations;
    if (!whole || !isSame(trailer, { counts: seen.counts, sha256 })) {
      throw new DamagedArchive('it is not as it was written');
    }
    const more = await this.#lines.next();
    if (!more.done) throw new DamagedArchive('something comes behind its end');
    this.trailer = trailer;
  }

  /** Null until all was read, and found right. */
  trailer: Trailer | null = null;
}

async function* parsed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  try {
    for await (const bytes of splitLines(chunks)) {
      yield { bytes, content: parseLine(bytes.toString('utf8', 0, bytes.length - 1)) };
    }
  } catch (error) {
    throw damageOf(error);
  }
}

async function next(lines: AsyncIterator<Line>): Promise<Line> {
  const { done, value } = await lines.next();
  if (done) throw new DamagedArchive('it was cut off');
  return value;
}

/** What zlib says of bytes that are no gzip, or no longer. */
function damageOf(error: unknown): unknown {
  const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
  if (code === 'Z_BUF_ERROR') return new DamagedArchive('it was cut off');
  return code.startsWith('Z_') ? new DamagedArchive('it is damaged, or no archive') : error;
}
