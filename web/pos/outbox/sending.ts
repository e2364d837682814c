/** What of this device goes to the server since it was last reached. */
export interface Sending {
  /** Commands, those that were answered included. */
  readonly total: number;
  readonly left: number;
  /** When it began; ms. */
  readonly since: number;
}

export interface SendingAt {
  waiting: number;
  /** The server is not to be heard. */
  isCut: boolean;
  /** ms */
  now: number;
}

/** A command that takes longer is worth a word; ms. */
const LATE_MS = 3_000;

/** @param before as it was; null: nothing was being sent */
export function sendingNow(
  before: Sending | null,
  { waiting, isCut, now }: SendingAt,
): Sending | null {
  if (isCut || waiting === 0) return null;
  if (!before) return { total: waiting, left: waiting, since: now };
  const added = Math.max(0, waiting - before.left);
  return { ...before, total: before.total + added, left: waiting };
}

/**
 * Whether people should be told: it takes long, and not only because they go on taking orders.
 * @param oldest when the command was given that waits longest; ms
 */
export function isSlow({ since }: Sending, oldest: number, now: number): boolean {
  return now - Math.max(since, oldest) > LATE_MS;
}
