import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compressed = promisify(gzip);

/** Bodies up to this many bytes go out plain: they fit one packet, and compressing them saves nobody time. */
export const GZIP_FROM = 1024;

export function plainBytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body));
}

/** The bytes of an answer, as they go out. The two forms have an ETag each (RFC 9110, 8.8.3.3). */
export class Ready {
  readonly plain: Buffer;
  readonly etag: string;
  readonly gzipEtag: string;
  readonly #grown: () => void;
  #gzip: Buffer | null = null;
  #compressing: Promise<Buffer> | null = null;

  /** @param grown called once the compressed form is there too */
  constructor(plain: Buffer, grown: () => void = () => {}) {
    this.#grown = grown;
    this.plain = plain;
    const hash = createHash('sha256').update(this.plain).digest('base64url').slice(0, 27);
    this.etag = `"${hash}"`;
    this.gzipEtag = `"${hash}-gzip"`;
  }

  /** Of both forms, as far as they are there. */
  get bytes(): number {
    return this.plain.length + (this.#gzip?.length ?? 0);
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
      this.#grown();
      return bytes;
    });
    return this.#compressing;
  }
}
