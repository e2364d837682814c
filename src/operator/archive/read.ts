import { createHash } from 'node:crypto';
import type { StoredRecord } from '../../db/archive.js';
import { compareCodePoints, compareRecords } from '../../db/record-order.js';
import { addTo, Checksum, isSame, nothing } from './checksum.js';
import { DamagedArchive } from './damaged.js';
import {
  type Closing,
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
  /** Null until all was read, and found right. */
  trailer: Trailer | null = null;
  readonly #lines: Lines;
  readonly #frames = createHash('sha256');

  private constructor(header: Line & { content: Header }, lines: Lines) {
    this.header = header.content;
    this.#frames.update(header.bytes);
    this.#lines = lines;
  }

  /**
   * @param chunks what was zipped
   * @param name of the file, for whoever is told that it is damaged
   */
  static async open(chunks: AsyncIterable<Buffer>, name: string): Promise<ArchiveReader> {
    const lines = new Lines(chunks, name);
    const { bytes, content } = await lines.next();
    if (content.kind !== 'header') throw lines.damaged('it does not begin with its header');
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
      const { bytes, content } = await this.#lines.next();
      if (content.kind === 'trailer') {
        await this.#end({ ...content }, { organizations, counts });
        return;
      }
      if (content.kind !== 'organization') throw this.#lines.damaged('a record is out of place');
      if (last !== null && compareCodePoints(last, content.id) >= 0) {
        throw this.#lines.damaged('the organizations are out of order');
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
      const { bytes, content } = await this.#lines.next();
      if (isFrame(content)) {
        if (content.kind !== 'end' || content.id !== id || !isSame(content, checksum.end())) {
          throw this.#lines.damaged(`organization ${id} is not as it was written`);
        }
        this.#frames.update(bytes);
        ended(content);
        break;
      }
      checksum.add(bytes);
      checksum.count(content);
      if (held && compareRecords(held, content) >= 0) {
        throw this.#lines.damaged('the records are out of order');
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
      throw this.#lines.damaged('it is not as it was written');
    }
    await this.#lines.end();
    this.trailer = trailer;
  }
}

/** The lines of one file; whatever is wrong with them is said with its name. */
class Lines {
  readonly #name: string;
  readonly #lines: AsyncIterator<Buffer>;

  constructor(chunks: AsyncIterable<Buffer>, name: string) {
    this.#name = name;
    this.#lines = splitLines(chunks);
  }

  async next(): Promise<Line> {
    const bytes = await this.#next();
    if (!bytes) throw this.damaged('it was cut off');
    try {
      return { bytes, content: parseLine(bytes.toString('utf8', 0, bytes.length - 1)) };
    } catch (error) {
      throw this.#told(error);
    }
  }

  async end(): Promise<void> {
    if (await this.#next()) throw this.damaged('something comes behind its end');
  }

  damaged(what: string): DamagedArchive {
    return new DamagedArchive(`${this.#name} cannot be used: ${what}`);
  }

  async #next(): Promise<Buffer | null> {
    try {
      const { done, value } = await this.#lines.next();
      return done ? null : value;
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (error instanceof DamagedArchive) return this.damaged(error.message);
    const code = error instanceof Error ? String(Reflect.get(error, 'code')) : '';
    // What zlib says of bytes that are no gzip, or no longer.
    if (code === 'Z_BUF_ERROR') return this.damaged('it was cut off');
    return code.startsWith('Z_') ? this.damaged('it is damaged, or no archive') : error;
  }
}
