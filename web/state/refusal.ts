/** What of a refusal people are told: why, and how long to wait where the server says so. */
export interface Refusal {
  readonly code: string;
  /** Seconds until it may be tried again. */
  readonly retryAfterSeconds: number | null;
}

/**
 * The refusal in what was thrown: the SDK's error around the server's problem, or the problem itself. null: nobody has
 * refused anything.
 */
export function refusalOf(error: unknown): Refusal | null {
  const { code, problem = error } = (error ?? {}) as { code?: unknown; problem?: unknown };
  if (typeof code !== 'string') return null;
  const { retryAfterSeconds } = (problem ?? {}) as { retryAfterSeconds?: unknown };
  const asked = typeof retryAfterSeconds === 'number' && retryAfterSeconds > 0;
  return { code, retryAfterSeconds: asked ? retryAfterSeconds : null };
}
