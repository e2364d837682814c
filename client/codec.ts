import type { ClientFrame, ServerFrame } from './frames.js';

/** How frames are written; the objects are the same in each. */
export interface Codec {
  /** The WebSocket subprotocol. */
  readonly protocol: string;
  encode(frame: ClientFrame): string | Uint8Array<ArrayBuffer>;
  /** @param data text, or the bytes of an ArrayBuffer */
  decode(data: unknown): ServerFrame;
}

export type CodecName = 'json' | 'msgpack';

/** Finds a codec by its name; its code is loaded then, where it is not there yet. */
export type Codecs = (name: CodecName) => Promise<Codec>;

export const JSON_CODEC: Codec = {
  protocol: 'kotd.v1.json',
  encode: (frame) => JSON.stringify(frame),
  decode: (data) => JSON.parse(String(data)) as ServerFrame,
};

/** For programs that speak JSON and carry nothing else. @throws Error when they are asked for another */
export const onlyJson: Codecs = async (name) => {
  if (name !== 'json') throw new Error(`this program does not carry ${name}`);
  return JSON_CODEC;
};
