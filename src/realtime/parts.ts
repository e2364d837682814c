import type { Store } from '../db/store.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Registry } from '../handlers/registry.js';
import type { Road } from '../handlers/road.js';
import type { AnyCommand } from '../handlers/spec.js';
import type { Limits } from '../limits/limits.js';
import type { Bus } from './bus.js';
import type { CloseReason } from './closes.js';
import type { Deadlines } from './deadlines.js';
import type { RealtimeObserver } from './observer.js';
import type { OpsFeed } from './ops-feed.js';
import type { Rechecks } from './rechecks.js';
import type { Resets } from './resets.js';
import type { RealtimeSettings } from './settings.js';
import type { Streams } from './streams.js';

/** What the sockets of a worker are made of. */
export interface RealtimeParts {
  registry: Registry;
  road: Pick<Road, 'run'>;
  store: Store;
  limits: Limits;
  bus: Bus;
  settings: RealtimeSettings;
  observer: RealtimeObserver;
  /** How the box does; left out: nobody may watch. */
  ops?: OpsFeed;
  /** Whether the store answers, as far as is known. */
  readable(): boolean;
  /** @throws KotdError `unauthenticated` or `token_expired` */
  authenticate(token: string): Principal | Promise<Principal>;
  /** Where a socket comes from. @param peer as uWebSockets names it: empty for a unix socket. */
  addressOf(peer: string, forwardedFor: string): string;
  /** RFC 3339 UTC. */
  now(): string;
  /** A new trace id. */
  traceId(): string;
  /** A defect or an outage, for the log; nobody is told but by `traceId`. */
  failed(error: unknown, traceId: string, what: string): void;
}

/** One who came and has yet to say who it is. */
export interface Newcomer {
  readonly socket: { leave(reason: CloseReason): void };
}

/** What every socket of the worker shares. */
export interface SessionParts extends RealtimeParts {
  streams: Streams;
  resets: Resets;
  rechecks: Rechecks;
  /** Those that have yet to say hello. */
  hellos: Deadlines<Newcomer>;
  /** Commands that exist on the socket, by type. */
  commands: ReadonlyMap<string, AnyCommand>;
}
