import { type Codecs, JSON_CODEC } from './codec.js';
import { type OpenTerminal, Terminal } from './terminal.js';

/** MessagePack is loaded only where it is asked for. */
const everyCodec: Codecs = async (name) =>
  name === 'json' ? JSON_CODEC : (await import('./msgpack.js')).MSGPACK_CODEC;

/** Opens terminals that speak whatever they are asked to. */
export const openTerminal: OpenTerminal = (parts, options) =>
  Terminal.open(parts, options, everyCodec);
