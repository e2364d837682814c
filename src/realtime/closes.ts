import type { ErrorCode } from '../domain/errors.js';

/**
 * Every deliberate close: its WebSocket code, the span in ms within which the client is asked to
 * come back (null: not before it changed something), and what it means.
 *
 * The range says what to do. 4000 to 4399: connect again with the same hello and resume, nothing is
 * lost. 4400 to 4499: the same hello would be refused again.
 */
export const CLOSES = {
  draining: [4000, [100, 2_000], 'The server stops or reloads'],
  slow: [4008, [100, 1_000], 'The socket did not take its frames in time'],
  behind: [4009, [100, 1_000], 'The socket could not catch up with the stream'],
  trouble: [4011, [1_000, 5_000], 'The server cannot serve the socket now'],
  bad_frame: [4400, null, 'A frame was not readable, or not allowed here'],
  hello_expected: [4400, null, 'The first frame was not hello'],
  unauthenticated: [4401, null, 'The access token is not valid'],
  token_expired: [4401, null, 'The access token has expired; get a new one and resume'],
  forbidden: [4403, null, 'The role may not listen to this audience'],
  not_found: [4404, null, 'There is no such outlet or station for this person'],
  hello_timeout: [4408, null, 'No hello came in time'],
  flooding: [4429, [60_000, 120_000], 'Commands kept coming after they were refused as too many'],
} as const satisfies Record<
  string,
  readonly [code: number, reconnectMs: readonly [number, number] | null, meaning: string]
>;

export type CloseReason = keyof typeof CLOSES;

/** Whether a client that saw this close code may connect again with the same hello. */
export function reconnects(code: number): boolean {
  return code < 4400 || code > 4499;
}

/** When to come back: spread, so that the sockets of one worker do not all return at once. */
export function reconnectAfterMs(reason: CloseReason, random: number): number | null {
  const span = CLOSES[reason][1];
  return span && Math.round(span[0] + random * (span[1] - span[0]));
}

const REASONS: Partial<Record<ErrorCode, CloseReason>> = {
  malformed_frame: 'bad_frame',
  body_too_large: 'bad_frame',
  invalid: 'bad_frame',
  hello_expected: 'hello_expected',
  unauthenticated: 'unauthenticated',
  token_expired: 'token_expired',
  forbidden: 'forbidden',
  not_found: 'not_found',
  draining: 'draining',
};

/** Why a socket is closed whose hello, or whose right to listen, met this refusal. */
export function closeReasonOf(code: ErrorCode): CloseReason {
  return REASONS[code] ?? 'trouble';
}
