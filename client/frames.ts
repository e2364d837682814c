import type { ClientFrame, ServerFrame, Snapshot } from '../src/realtime/frames.js';

export type { ClientFrame, ServerFrame, Snapshot };
export type FrameOf<T extends ServerFrame['t']> = Extract<ServerFrame, { t: T }>;
export type Hello = Extract<ClientFrame, { t: 'hello' }>;

/** A place in an outlet's stream. */
export interface Position {
  readonly epoch: string;
  readonly seq: number;
}

export type Audience = 'floor' | 'bills' | `kitchen/${string}`;
