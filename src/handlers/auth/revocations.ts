/**
 * Sessions that were ended, as all boxes of the fleet know them without the database. Asked only while the
 * database cannot be: otherwise the database itself is.
 */
export interface Revocations {
  /** Nobody waits for it. Never throws. */
  revoke(sessionId: string, untilMs: number): void;
  /** null when it cannot be asked now. */
  isRevoked(sessionId: string): Promise<boolean | null>;
}
