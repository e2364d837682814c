import { Type } from '@sinclair/typebox';
import { type Decision, decided } from '../domain/decision.js';
import { KotdError } from '../domain/errors.js';
import { loggedOut, newSession, rotated } from '../domain/session.js';
import { Closed, Email } from '../domain/shapes/primitives.js';
import { normalEmail } from '../domain/staff.js';
import { LoggedIn, outletsOf, presentStep, type SessionStep, stepOf } from './auth/steps.js';
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
    const session = newSession(staff.id, work.context);
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
    const { sessionId, generation } = work.tokens.readRefresh(refreshToken);
    const session = await work.read.get('session', sessionId);
    const staff = session && (await work.read.get('staff', session.staffId));
    if (!staff) throw new KotdError('refresh_invalid');
    const outlets = await outletsOf(work.read, staff);
    const { counters, changes } = rotated(session, generation, work.context);
    return {
      counters,
      changes(numbers) {
        const rotation = changes(numbers);
        return { ...rotation, result: stepOf(rotation.result, staff, outlets, work) };
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
    const { sessionId } = work.tokens.readRefresh(refreshToken);
    return loggedOut(await work.read.get('session', sessionId), work.context);
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
