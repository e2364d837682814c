/** Opcodes of RFC 6455 that a load hears or says. */
export const OPCODE = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** What asks a server to make the connection a WebSocket. @param protocol '' for none */
export function upgradeOf(path: string, protocol: string): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  if (protocol) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A whole frame as a client sends it: masked, with a mask of zeros, which leaves the bytes as they are. */
export function frameOf(payload: string | Uint8Array, opcode: number = OPCODE.text): Buffer {
  const bytes = Buffer.from(payload);
  const { length } = bytes;
  let head: Buffer;
  if (length < 126) head = Buffer.from([0x80 | opcode, 0x80 | length, 0, 0, 0, 0]);
  else if (length < 65_536) {
    head = Buffer.from([0x80 | opcode, 0xfe, length >> 8, length & 255, 0, 0, 0, 0]);
  } else {
    head = Buffer.alloc(14);
    head.set([0x80 | opcode, 0xff]);
    head.writeBigUInt64BE(BigInt(length), 2);
  }
  return Buffer.concat([head, bytes]);
}

/**
 * @param payload null: it is longer than what the reader keeps; else it is only there during this call
 */
export type Heard = (opcode: number, length: number, payload: Buffer | null) => void;

/**
 * Finds the frames in what a server sends, unmasked and unfragmented as servers send them. What is longer than
 * `keep` bytes is only counted, when its head is there: whoever counts deliveries has no time to look at them.
 */
export class FrameReader {
  readonly #keep: number;
  readonly #heard: Heard;
  #rest: Buffer | null = null;
  /** Bytes still to come of a frame that is not kept. */
  #skip = 0;

  constructor(keep: number, heard: Heard) {
    this.#keep = keep;
    this.#heard = heard;
  }

  push(bytes: Buffer): void {
    let at = Math.min(this.#skip, bytes.length);
    this.#skip -= at;
    if (at === bytes.length) return;
    let chunk = bytes;
    if (this.#rest) {
      // Nothing is skipped while something is kept.
      chunk = Buffer.concat([this.#rest, bytes]);
      at = 0;
      this.#rest = null;
    }
    for (;;) {
      const next = this.#frame(chunk, at);
      if (next === at) break;
      at = next;
    }
    if (at < chunk.length) this.#rest = Buffer.from(chunk.subarray(at));
  }

  /** Where the frame that begins here ends; where it begins when it is not all there. */
  #frame(chunk: Buffer, at: number): number {
    const there = chunk.length - at;
    if (there < 2) return at;
    const opcode = (chunk[at] ?? 0) & 15;
    const short = (chunk[at + 1] ?? 0) & 127;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (there < head) return at;
    const length = short < 126 ? short : lengthAt(chunk, at + 2, head);
    if (length > this.#keep) {
      const here = Math.min(length, there - head);
      this.#skip = length - here;
      this.#heard(opcode, length, null);
      return at + head + here;
    }
    const end = at + head + length;
    if (end > chunk.length) return at;
    this.#heard(opcode, length, chunk.subarray(at + head, end));
    return end;
  }
}

function lengthAt(chunk: Buffer, at: number, head: number): number {
  return head === 4 ? chunk.readUInt16BE(at) : Number(chunk.readBigUInt64BE(at));
}
