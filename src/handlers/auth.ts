import { Type } from '@sinclair/typebox';
import { type Decision, decided } from '../domain/decision.js';
import { seen } from '../domain/device.js';
import { KotdError } from '../domain/errors.js';
import { loggedOut, newSession, rotated } from '../domain/session.js';
import { Closed, Email } from '../domain/shapes/primitives.js';
import type { Session } from '../domain/shapes/staff.js';
import { isActive, normalEmail } from '../domain/staff.js';
import { holderOf } from './auth/holder.js';
import { LoggedIn, outletsOf, presentStep, type SessionStep, stepOf } from './auth/steps.js';
import type { Reader } from './reader.js';
import { command, query, type Work } from './spec.js';

/** What calls with a refresh token have in common. */
const withToken = {
  method: 'POST',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: Type.Object({ refreshToken: Type.String({ minLength: 1, maxLength: 2000 }) }, Closed),
  secrets: ['refreshToken'],
  hidesIds: true,
  /** A session's requests are counted together, whichever of its tokens they carry. */
  account: ({ refreshToken }: { refreshToken: string }) =>
    refreshToken.split('.').slice(0, 2).join('.'),
  async scope({ tokens }: Work<null>, { refreshToken }: { refreshToken: string }) {
    return { organizationId: tokens.readRefresh(refreshToken).organizationId };
  },
} as const;

/** The device that a session was opened on, as it is now. */
async function deviceOf(read: Reader, session: Session | undefined) {
  return (session?.device && (await read.get('device', session.device.id))) ?? null;
}

export const login = command({
  type: 'auth.login',
  method: 'POST',
  path: '/auth/login',
  summary: 'Log in with e-mail address and password',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: Type.Object(
    { email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) },
    Closed,
  ),
  answer: LoggedIn,
  status: 200,
  secrets: ['password'],
  hidesIds: true,
  account: (body) => normalEmail(body.email),
  async scope(work, body) {
    const found = await work.read.get('login', normalEmail(body.email));
    if (found) return { organizationId: found.organizationId };
    await work.passwords.matches(body.password, undefined);
    throw new KotdError('wrong_login');
  },
  async decide(work, body): Promise<Decision<SessionStep>> {
    const found = await work.read.get('login', normalEmail(body.email));
    const staff = found && (await work.read.get('staff', found.staffId));
    if (!staff || !(await work.passwords.matches(body.password, staff.passwordHash))) {
      throw new KotdError('wrong_login');
    }
    // Not before the password was tried: only who knows it could tell the two answers apart.
    if (!isActive(staff)) throw new KotdError('wrong_login');
    const session = newSession(staff, work.context);
    return decided({
      documents: [{ collection: 'session', value: session }],
      events: [],
      result: stepOf(session, staff, await outletsOf(work.read, staff), work),
    });
  },
  present: presentStep,
});

export const refresh = command({
  ...withToken,
  type: 'auth.refresh',
  path: '/auth/refresh',
  summary: 'Exchange a refresh token for a new pair; each works once',
  answer: LoggedIn,
  status: 200,
  async decide(work, { refreshToken }): Promise<Decision<SessionStep>> {
    const { read, tokens, context } = work;
    const { sessionId, generation } = tokens.readRefresh(refreshToken);
    const session = await read.get('session', sessionId);
    const holder =
      session && (await holderOf(read, session, await read.get('staff', session.staffId)));
    if (!holder) throw new KotdError('refresh_invalid');
    const [outlets, device] = await Promise.all([outletsOf(read, holder), deviceOf(read, session)]);
    const { counters, changes } = rotated(session, generation, context, device);
    return {
      counters,
      changes(numbers) {
        const rotation = changes(numbers);
        const there = device && !rotation.refusal ? seen(device, context) : [];
        const documents = [...rotation.documents, ...there];
        return { ...rotation, documents, result: stepOf(rotation.result, holder, outlets, work) };
      },
    };
  },
  present: presentStep,
});

export const logout = command({
  ...withToken,
  type: 'auth.logout',
  path: '/auth/logout',
  summary: 'End the session of a refresh token, and its access tokens with it',
  answer: Type.Null(),
  status: 204,
  async decide(work, { refreshToken }) {
    const { read, tokens, context } = work;
    const session = await read.get('session', tokens.readRefresh(refreshToken).sessionId);
    return loggedOut(session, context, await deviceOf(read, session));
  },
});

export const me = query({
  name: 'me',
  path: '/me',
  summary: 'Who am I: what a login answers, without the tokens',
  reach: 'organization',
  permission: null,
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: Type.Pick(LoggedIn, ['user', 'outlets'], Closed),
  async respond(work) {
    const { staffId, organizationId, name, role } = work.principal;
    return {
      body: {
        user: { id: staffId, name, role, organizationId },
        outlets: await outletsOf(work.read, work.principal),
      },
    };
  },
});
