import { createHmac, timingSafeEqual } from 'node:crypto';

/** One process of one box. */
export interface Sender {
  /** Name of the box. */
  box: string;
  /** Told apart by it are a box and the same box after a restart. */
  start: string;
}

/** What passes between boxes. */
export interface Envelope extends Sender {
  /** lost: a batch of the box was not published. */
  kind: 'batch' | 'probe' | 'lost' | 'bye';
  /** Number of the probe; 0 for the others. */
  seq: number;
  /** JSON text of a batch; empty for the others. */
  body: string;
}

const VERSION = 'kotd1';
const HEAD = new RegExp(`^${VERSION} (batch|probe|lost|bye) (\\S+) (\\S+) (\\d{1,15}) (\\S+)$`);

/**
 * Writes and reads what passes between boxes: a line with kind, sender and seal, then the body. The seal is
 * an HMAC with the fleet's secret: what is garbled, or another fleet's on the same Redis, never gets to
 * workers, and nobody needs to parse a batch to know that it is one.
 */
export class Envelopes {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('the bus between boxes').digest();
  }

  write({ kind, box, start, seq, body }: Envelope): string {
    const head = `${kind} ${box} ${start} ${seq}`;
    return `${VERSION} ${head} ${this.#seal(head, body)}\n${body}`;
  }

  /** null: nothing that a box of this fleet has written. */
  read(text: string): Envelope | null {
    const end = text.indexOf('\n');
    const [, kind, box = '', start = '', seq = '', seal = ''] = HEAD.exec(text.slice(0, end)) ?? [];
    if (kind !== 'batch' && kind !== 'probe' && kind !== 'lost' && kind !== 'bye') return null;
    const body = text.slice(end + 1);
    const expected = Buffer.from(this.#seal(`${kind} ${box} ${start} ${seq}`, body));
    const given = Buffer.from(seal);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return { kind, box, start, seq: Number(seq), body };
  }

  #seal(head: string, body: string): string {
    return createHmac('sha256', this.#key)
      .update(head)
      .update('\n')
      .update(body)
      .digest('base64url');
  }
}
