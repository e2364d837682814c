import { Packr } from 'msgpackr';
import { KotdError } from '../domain/errors.js';
import type { Texts } from '../db/texts.js';
import type { ServerFrame } from './frames.js';
import { readMsgpack } from './msgpack.js';

/** Frames are shallow; what is deeper is hostile and would only reach the stack's end later. */
const MAX_DEPTH = 32;

/** How the frames of a socket are written. The objects are the same in every codec. */
export interface Codec {
  /** The WebSocket subprotocol. */
  readonly name: string;
  /** Whether its frames travel as binary messages. */
  readonly binary: boolean;
  /** @param texts knows the JSON of some of what is in the frame */
  encode(frame: ServerFrame, texts?: Texts | null): Uint8Array;
  /** Plain data as JSON knows it. @throws KotdError `malformed_frame` */
  decode(bytes: Buffer, binary: boolean): unknown;
}

function codec(
  name: string,
  binary: boolean,
  encode: (frame: ServerFrame, texts?: Texts | null) => Uint8Array,
  read: (bytes: Buffer) => unknown,
): Codec {
  const decode = (bytes: Buffer, isBinary: boolean): unknown => {
    if (isBinary !== binary) {
      const detail = `${name} frames are ${binary ? 'binary' : 'text'}`;
      throw new KotdError('malformed_frame', { detail });
    }
    try {
      return read(bytes);
    } catch {
      throw new KotdError('malformed_frame', { detail: `Not a ${name} frame` });
    }
  };
  return { name, binary, encode, decode };
}

export const JSON_CODEC = codec(
  'kotd.v1.json',
  false,
  (frame, texts) => Buffer.from(texts?.of(frame) ?? JSON.stringify(frame)),
  (bytes) => {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    refuseDeep(value, MAX_DEPTH);
    return value;
  },
);

/** No records, no extensions, no undefined: any library reads it, and reads what JSON would say. */
const AS_JSON = {
  useRecords: false,
  variableMapSize: true,
  skipValues: [undefined],
  encodeUndefinedAsNil: true,
};
const packr = new Packr(AS_JSON);

export const MSGPACK_CODEC = codec(
  'kotd.v1.msgpack',
  true,
  (frame) => packr.pack(frame),
  (bytes) => readMsgpack(bytes, MAX_DEPTH),
);

export const CODECS: readonly Codec[] = [JSON_CODEC, MSGPACK_CODEC];

/**
 * The codec for a `Sec-WebSocket-Protocol` header: the first that both sides know, in the client's
 * order; JSON when the client names none; undefined when it names only unknown ones.
 */
export function chooseCodec(offered: string): Codec | undefined {
  const names = offered.split(',').map((name) => name.trim());
  if (names.every((name) => name === '')) return JSON_CODEC;
  for (const name of names) {
    const known = CODECS.find((codec) => codec.name === name);
    if (known) return known;
  }
  return undefined;
}

function refuseDeep(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new Error('nested too deep');
  if (Object.hasOwn(value, '__proto__')) throw new Error('a key that names the prototype');
  for (const member of Object.values(value)) refuseDeep(member, depth - 1);
}
