import { type Static, Type } from '@sinclair/typebox';
import type { StoredPin } from './pin.js';
import { Closed, Email, Id, Name, Password } from './primitives.js';

export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('manager'),
  Type.Literal('cashier'),
  Type.Literal('waiter'),
  Type.Literal('kitchen'),
]);
export type Role = Static<typeof Role>;

/** Nobody is appointed `terminal`: it is a till at which nobody has logged in. */
export const ActorRole = Type.Union([...Role.anyOf, Type.Literal('terminal')]);
export type ActorRole = Static<typeof ActorRole>;

/** What others may see of a person. */
export const StaffMember = Type.Object(
  {
    id: Id,
    name: Name,
    email: Email,
    role: Role,
    outletIds: Type.Array(Id),
    /** False: may not log in. People are never deleted, since what they did names them. */
    active: Type.Boolean(),
  },
  Closed,
);
export type StaffMember = Static<typeof StaffMember>;

export const NewStaff = Type.Object(
  {
    name: Name,
    email: Email,
    password: Password,
    role: Role,
    outletIds: Type.Array(Id, { maxItems: 100 }),
  },
  Closed,
);
export type NewStaff = Static<typeof NewStaff>;

export const StaffChange = Type.Partial(
  Type.Object(
    {
      name: Name,
      role: Role,
      outletIds: Type.Array(Id, { maxItems: 100 }),
      active: Type.Boolean(),
    },
    Closed,
  ),
  { ...Closed, minProperties: 1 },
);
export type StaffChange = Static<typeof StaffChange>;

/** What is stored of a person. The password's hash never leaves the store. */
export interface Staff extends Omit<StaffMember, 'active'> {
  rev: number;
  /** Left out: true. */
  active?: boolean;
  passwordHash: string;
  /** Left out: the person cannot log in on a paired device. */
  pin?: StoredPin;
  /** How often all sessions of the person were ended together. Left out: never. */
  putOut?: number;
  createdAt: string;
}

/** Which organization and person an e-mail address logs in to; one address, one login, everywhere. */
export interface Login {
  id: string;
  rev: number;
  organizationId: string;
  staffId: string;
}

/** One chain of refresh tokens, from a login to its logout. Only the newest generation is good. */
export interface Session {
  id: string;
  rev: number;
  /** Whose it is; of a device's own session the device's id. */
  staffId: string;
  /**
   * Where it was opened, if on a paired device, and the device's own session at that time: it holds only as
   * long as the device is paired by that one. Of a person also when the PIN was set that opened it: with
   * another PIN it ends. (A kotd before that left it out: such a session lasts its 12 hours.)
   */
  device?: { id: string; sessionId: string; pinSetAt?: string };
  /**
   * Of a person: their `putOut` as it was before the password or PIN was tried that opened this. Once it is more
   * the session is over, also one that came too late to be ended with the others. (A kotd before left it out.)
   */
  putOut?: number;
  generation: number;
  createdAt: string;
  /** When the newest refresh token ends; afterwards the document may be swept. */
  expiresAt: string;
  endedAt: string | null;
  endedBy: 'logout' | 'reuse' | 'office' | null;
}
