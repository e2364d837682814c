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

const JSON_CODEC: Codec = {
  protocol: 'kotd.v1.json',
  encode: (frame) => JSON.stringify(frame),
  decode: (data) => JSON.parse(String(data)) as ServerFrame,
};

/** MessagePack is loaded only where it is asked for: pages that speak JSON do not carry it. */
export async function codecOf(name: CodecName): Promise<Codec> {
  return name === 'json' ? JSON_CODEC : (await import('./msgpack.js')).MSGPACK_CODEC;
}
