/**
 * The terminal SDK of kotd, without what differs between Node and the browsers: those entries (`kotd/client`
 * picks the right one) export all of this, and `openDevice`. docs/client.md is the guide.
 */
export { Api, type CallOptions, type CommandOptions } from './api.js';
export type {
  Answer,
  Body,
  Commands,
  CommandType,
  Found,
  Queries,
  Query,
  QueryName,
  SocketCommand,
} from './calls.js';
export type { Catalog } from './catalog.js';
export { systemClock } from './clock.js';
export { type CodecName, type Codecs, onlyJson } from './codec.js';
export type { ConnectionState } from './connection.js';
export { Device, type DeviceParts } from './device.js';
export type { EventData, EventType, StreamEvent } from './events.js';
export type { Audience, FrameOf, Position } from './frames.js';
export { idMaker } from './ids.js';
export type { Readable } from './listeners.js';
export { Memory } from './memory.js';
export type { OpenOptions } from './open.js';
export { openTerminal } from './open-terminal.js';
export { BadBody } from './outbox/body.js';
export {
  type Confirmed,
  type DeadLetter,
  DeadLetterError,
  type DeadReason,
  type Entry,
  type Outbox,
  type OutboxState,
  type Queued,
} from './outbox/entry.js';
export type { Pending, Shown } from './overlay.js';
export { shownWith } from './overlay.js';
export type { Cancel, Clock, OpenSocket, SocketLike, World } from './ports.js';
export {
  Closed,
  type Problem,
  type ProblemCode,
  ProblemError,
  SignedOut,
  Unreachable,
} from './problem.js';
export { type Portions, progressOf } from './progress.js';
export type { Behind } from './proof.js';
export type { CommandName, Question } from './routes.js';
export { isSeen } from './seen.js';
export { Session } from './session.js';
export type { Documents, Kind, Kinds, State } from './state.js';
export type { Change, DeviceStore, Stored } from './storage.js';
export { type OpenTerminal, Terminal } from './terminal.js';
export type { TerminalOptions, TerminalParts } from './terminal-parts.js';
export type { LoggedIn, Person, TokenProvider } from './tokens.js';
export type { Status, View } from './view.js';
