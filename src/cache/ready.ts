import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compressed = promisify(gzip);

/** Bodies up to this many bytes go out plain: they fit one packet, and compressing them saves nobody time. */
export const GZIP_FROM = 1024;

/** The bytes of an answer, as they go out. The two forms have an ETag each (RFC 9110, 8.8.3.3). */
export class Ready {
  readonly plain: Buffer;
  readonly etag: string;
  readonly gzipEtag: string;
  readonly #grown: (bytes: number) => void;
  #gzip: Buffer | null = null;
  #compressing: Promise<Buffer> | null = null;

  /** @param grown told how many bytes the compressed form adds, once it is there. */
  constructor(body: unknown, grown: (bytes: number) => void = () => {}) {
    this.#grown = grown;
    this.plain = Buffer.from(JSON.stringify(body));
    const hash = createHash('sha256').update(this.plain).digest('base64url').slice(0, 27);
    this.etag = `"${hash}"`;
    this.gzipEtag = `"${hash}-gzip"`;
  }

  /** Large enough to be worth compressing. */
  get large(): boolean {
    return this.plain.length > GZIP_FROM;
  }

  /** The compressed bytes, once somebody asked for them and they are done. */
  get gzip(): Buffer | null {
    return this.#gzip;
  }

  /** Compresses, off this thread and once, however many ask. */
  compress(): Promise<Buffer> {
    this.#compressing ??= compressed(this.plain).then((bytes) => {
      this.#gzip = bytes;
      this.#grown(bytes.length);
      return bytes;
    });
    return this.#compressing;
  }
}
