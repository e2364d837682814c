import type { CodecName } from './codec.js';
import type { Audience } from './frames.js';
import type { World } from './ports.js';
import type { DeviceStore } from './storage.js';
import type { TokenProvider } from './tokens.js';

export interface TerminalOptions {
  /** The outlet it stands in. */
  outlet: string;
  /** What it listens to: `floor`, `bills`, `kitchen/<id of a station>`. */
  audience: readonly Audience[];
  /** How frames travel: `json` unless said. */
  codec?: CodecName;
  /** Whose commands these are: the device's `session` unless said. */
  tokens?: TokenProvider;
  /** What the server's log calls it. */
  device?: string;
  version?: string;
}

export interface TerminalParts {
  world: World;
  store: DeviceStore;
  url: string;
  tokens: TokenProvider;
  newId(): string;
}
