import { type Changes, type Context, decided, type Decision, happened } from './decision.js';
import { unpaired } from './device.js';
import { KotdError } from './errors.js';
import type { StoredDevice } from './shapes/device.js';
import type { Session, Staff } from './shapes/staff.js';

/** How long a refresh token is good, in seconds; each refresh gives it anew. */
export const REFRESH_SECONDS = 7 * 24 * 3600;
/** The same of a device's own: a till stands in a cupboard over the holidays. */
export const DEVICE_SECONDS = 30 * 24 * 3600;
/** The same of a person on a device: nobody logs out at the end of a shift. */
export const PIN_SECONDS = 12 * 3600;

/**
 * A session that begins now, with the first generation of its refresh token.
 * @param staff as they were read before they showed who they are
 */
export function newSession(
  staff: Pick<Staff, 'id' | 'putOut'>,
  context: Context,
  device?: Session['device'],
): Session {
  return { ...begun(staff.id, context, device), putOut: timesPutOut(staff) };
}

/** The session by which a device is paired. */
export function newDeviceSession(deviceId: string, context: Context): Session {
  const session = begun(deviceId, context);
  const own = { ...session, device: { id: deviceId, sessionId: session.id } };
  return { ...own, expiresAt: expiryOf(own, context.now) };
}

/** How often all sessions of a person were ended together. */
export function timesPutOut({ putOut = 0 }: Pick<Staff, 'putOut'>): number {
  return putOut;
}

/**
 * Whether the sessions of its person were ended together since they showed who they are for this one. A login
 * reads the person, tries the password for a while and then writes nothing but the session: who ends the others
 * meanwhile does not find it.
 */
export function isPutOut(session: Session, staff: Staff): boolean {
  return session.putOut !== undefined && session.putOut < timesPutOut(staff);
}

function begun(staffId: string, context: Context, device?: Session['device']): Session {
  const id = context.newId();
  const session: Session = {
    id,
    rev: 1,
    staffId,
    generation: 1,
    createdAt: context.now,
    expiresAt: '',
    endedAt: null,
    endedBy: null,
    ...(device ? { device } : {}),
  };
  return { ...session, expiresAt: expiryOf(session, context.now) };
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
  device: StoredDevice | null = null,
): Decision<Session> {
  const { now } = context;
  if (!session || session.endedAt !== null || session.expiresAt <= now) {
    throw new KotdError('refresh_invalid');
  }
  if (generation !== session.generation) {
    const refusal = new KotdError('refresh_reused');
    return decided({ ...ended(session, 'reuse', device, context), refusal });
  }
  const next: Session = {
    ...session,
    rev: session.rev + 1,
    generation: generation + 1,
    expiresAt: expiryOf(session, now),
  };
  return decided({
    documents: [{ collection: 'session', value: next }],
    events: [],
    result: next,
  });
}

/** Ends sessions at somebody's wish who is not their person: what is to be written, and the events. */
export function endAll(sessions: readonly Session[], context: Context) {
  const open = sessions.filter(({ endedAt }) => endedAt === null);
  return {
    documents: open.map((session) => ({
      collection: 'session' as const,
      value: { ...session, rev: session.rev + 1, endedAt: context.now, endedBy: 'office' as const },
    })),
    events: open.map(({ id }) =>
      happened('session.ended', { sessionId: id, by: 'office' }, context),
    ),
  };
}

/** Ends a session, and with it every token of it. One that is ended or unknown stays as it is. */
export function loggedOut(
  session: Session | undefined,
  context: Context,
  device: StoredDevice | null = null,
): Decision<null> {
  const changes =
    session && session.endedAt === null
      ? ended(session, 'logout', device, context)
      : { documents: [], events: [] };
  return decided({ ...changes, result: null });
}

/** With a device's own session its pairing ends, and so all that was opened on it. */
function ended(
  session: Session,
  by: 'logout' | 'reuse',
  device: StoredDevice | null,
  context: Context,
): Changes<Session> {
  const value = { ...session, rev: session.rev + 1, endedAt: context.now, endedBy: by };
  // Nobody is logged in when a token is handed over: the session's own person did it.
  const own = { ...context, actor: { id: session.staffId, role: null } };
  const pairing =
    device?.sessionId === session.id ? unpaired(device, own) : { documents: [], events: [] };
  return {
    documents: [{ collection: 'session', value }, ...pairing.documents],
    events: [happened('session.ended', { sessionId: session.id, by }, own), ...pairing.events],
    result: value,
  };
}

function expiryOf({ staffId, device }: Session, now: string): string {
  const seconds = !device ? REFRESH_SECONDS : device.id === staffId ? DEVICE_SECONDS : PIN_SECONDS;
  return new Date(Date.parse(now) + seconds * 1000).toISOString();
}
