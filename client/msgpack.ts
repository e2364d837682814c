import { Packr } from 'msgpackr';
import type { Codec } from './codec.js';
import type { ClientFrame, ServerFrame } from './frames.js';

/** No records and no extensions: the server takes only what JSON could say. */
const AS_JSON = { useRecords: false, variableMapSize: true, skipValues: [undefined] };
const packr = new Packr(AS_JSON);

export const MSGPACK_CODEC: Codec = {
  protocol: 'kotd.v1.msgpack',
  // Its own copy: the packer goes on writing into the buffer that it answered from.
  encode: (frame: ClientFrame) => new Uint8Array(packr.pack(frame)),
  decode: (data) => packr.unpack(new Uint8Array(data as ArrayBuffer)) as ServerFrame,
};
