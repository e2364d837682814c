import { type Changes, type Context, decided, type Decision, happened } from './decision.js';
import { KotdError } from './errors.js';
import type { Session } from './shapes/staff.js';

/** How long a refresh token is good, in seconds; each refresh gives it anew. */
export const REFRESH_SECONDS = 7 * 24 * 3600;

/** A session that begins now, with the first generation of its refresh token. */
export function newSession(staffId: string, context: Context): Session {
  return {
    id: context.newId(),
    rev: 1,
    staffId,
    generation: 1,
    createdAt: context.now,
    expiresAt: expiryFrom(context.now),
    endedAt: null,
    endedBy: null,
  };
}

/**
 * Exchanges the token of a generation for one of the next. An older generation means that somebody holds
 * a copy; which of the two is the thief cannot be told, so both lose the session (RFC 9700, 4.14.2).
 * @throws refresh_invalid when the session is not there, ended or run out
 */
export function rotated(
  session: Session | undefined,
  generation: number,
  context: Context,
): Decision<Session> {
  const { now } = context;
  if (!session || session.endedAt !== null || session.expiresAt <= now) {
    throw new KotdError('refresh_invalid');
  }
  if (generation !== session.generation) {
    const refusal = new KotdError('refresh_reused');
    return decided({ ...ended(session, 'reuse', context), refusal });
  }
  const next: Session = {
    ...session,
    rev: session.rev + 1,
    generation: generation + 1,
    expiresAt: expiryFrom(now),
  };
  return decided({
    documents: [{ collection: 'session', value: next }],
    events: [],
    result: next,
  });
}

/** Ends a session, and with it every token of it. One that is ended or unknown stays as it is. */
export function loggedOut(session: Session | undefined, context: Context): Decision<null> {
  const changes =
    session && session.endedAt === null
      ? ended(session, 'logout', context)
      : { documents: [], events: [] };
  return decided({ ...changes, result: null });
}

function ended(session: Session, by: 'logout' | 'reuse', context: Context): Changes<Session> {
  const value = { ...session, rev: session.rev + 1, endedAt: context.now, endedBy: by };
  const event = happened('session.ended', { sessionId: session.id, by }, context);
  return {
    documents: [{ collection: 'session', value }],
    // Nobody is logged in when a token is handed over: the session's own person did it.
    events: [{ ...event, actor: session.staffId }],
    result: value,
  };
}

function expiryFrom(now: string): string {
  return new Date(Date.parse(now) + REFRESH_SECONDS * 1000).toISOString();
}
