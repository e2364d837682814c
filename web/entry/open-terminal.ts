import { onlyJson } from '../../client/codec.js';
import { type OpenTerminal, Terminal } from '../../client/terminal.js';

/** For the pages that have a live view and an outbox. They speak JSON, and carry no MessagePack. */
export const openTerminal: OpenTerminal = (parts, options) =>
  Terminal.open(parts, options, onlyJson);
