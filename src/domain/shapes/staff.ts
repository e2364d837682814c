import { type Static, Type } from '@sinclair/typebox';
import { Closed, Email, Id, Name, Password } from './primitives.js';

export const Role = Type.Union([
  Type.Literal('owner'),
  Type.Literal('manager'),
  Type.Literal('cashier'),
  Type.Literal('waiter'),
  Type.Literal('kitchen'),
]);
export type Role = Static<typeof Role>;

/** What others may see of a person. */
export const StaffMember = Type.Object(
  { id: Id, name: Name, email: Email, role: Role, outletIds: Type.Array(Id) },
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

/** What is stored of a person. The password's hash never leaves the store. */
export interface Staff extends StaffMember {
  rev: number;
  passwordHash: string;
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
  staffId: string;
  generation: number;
  createdAt: string;
  /** When the newest refresh token ends; afterwards the document may be swept. */
  expiresAt: string;
  endedAt: string | null;
  endedBy: 'logout' | 'reuse' | null;
}
