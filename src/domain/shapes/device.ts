import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Instant, Name, Nullable, Rev } from './primitives.js';
import { Role } from './staff.js';

/** `pos`: a till, at which people log in by PIN. `kds`: a kitchen's screen, which needs nobody. */
export const DeviceKind = Type.Union([Type.Literal('pos'), Type.Literal('kds')]);
export type DeviceKind = Static<typeof DeviceKind>;

/** A terminal of an outlet, as the office sees it. */
export const Device = Type.Object(
  {
    id: Id,
    rev: Rev,
    outletId: Id,
    name: Name,
    kind: DeviceKind,
    createdBy: Id,
    createdAt: Instant,
    /** When the code that waits for it runs out; null: no code waits. */
    codeExpiresAt: Nullable(Instant),
    /** null: it is not paired now. */
    pairedAt: Nullable(Instant),
    /** When it, or somebody on it, last got tokens, give or take a minute. */
    lastSeenAt: Nullable(Instant),
    /** Set once and for good. */
    revokedAt: Nullable(Instant),
  },
  Closed,
);
export type Device = Static<typeof Device>;

export const NewDevice = Type.Object({ name: Name, kind: DeviceKind }, Closed);
export type NewDevice = Static<typeof NewDevice>;

/** What is stored of a device. */
export interface StoredDevice extends Device {
  /** How many codes were made for it; the newest follows from this number and the server's secret. */
  codes: number;
  /** Id of the `pairingCode` that is good now; null: none is. */
  codeId: string | null;
  /** Its own session, by which it is paired. Sessions opened on it name this one, and end with it. */
  sessionId: string | null;
}

/** Leads from a code to its device. The id is a keyed hash of the code, which itself is stored nowhere. */
export interface PairingCode {
  id: string;
  rev: number;
  organizationId: string;
  outletId: string;
  deviceId: string;
  /** When the code ends; afterwards the document may be swept. */
  expiresAt: string;
}

/** Somebody who works at an outlet, as its terminals may know them. */
export const Person = Type.Object(
  {
    id: Id,
    name: Name,
    role: Role,
    hasPin: Type.Boolean({ description: 'They can log in on a paired device' }),
  },
  Closed,
);
export type Person = Static<typeof Person>;
