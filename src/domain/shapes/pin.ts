import { Type } from '@sinclair/typebox';

export const Pin = Type.String({ pattern: '^[0-9]{4,8}$', description: '4 to 8 digits' });

/** What is kept of a PIN. The hash says nothing to who has not the server's secret as well. */
export interface StoredPin {
  hash: string;
  setAt: string;
}

/** Wrong PINs in a row of one person in one place: on a device, or asked by a person who is on none. */
export interface PinTries {
  /** Person and place. */
  id: string;
  rev: number;
  /** `setAt` of the PIN that was meant; null: there was none. Those of another PIN count no more. */
  pinSetAt: string | null;
  wrong: number;
  /** No PIN is looked at before; null: not locked. */
  lockedUntil: string | null;
  /** They are forgotten after it. */
  expiresAt: string;
}
