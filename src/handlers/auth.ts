import { type Static, Type } from '@sinclair/typebox';
import type { Changes, Decision } from '../domain/decision.js';
import { decided } from '../domain/decision.js';
import { KotdError } from '../domain/errors.js';
import { foundOrganization } from '../domain/organization.js';
import { NewOrganization } from '../domain/shapes/organization.js';
import { Closed, Email, Id, Name } from '../domain/shapes/primitives.js';
import { Role, type Session, type Staff } from '../domain/shapes/staff.js';
import { normalEmail, refuseTakenEmail } from '../domain/staff.js';
import type { Reader } from './reader.js';
import { command, query, type Work } from './spec.js';
import { ACCESS_SECONDS, REFRESH_SECONDS } from './auth/tokens.js';

const Token = Type.String({ minLength: 1, maxLength: 2000 });

const User = Type.Object({ id: Id, name: Name, role: Role, organizationId: Id }, Closed);
const OutletName = Type.Object({ id: Id, name: Name }, Closed);

const LoggedIn = Type.Object(
  {
    accessToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Seconds' }),
    refreshToken: Type.String(),
    user: User,
    outlets: Type.Array(OutletName),
  },
  Closed,
);

/** What is kept of a step of a session: enough to sign the very same tokens again, and no token. */
interface SessionStep {
  sessionId: string;
  generation: number;
  at: string;
  user: Static<typeof User>;
  outlets: Static<typeof OutletName>[];
}

async function presentStep(work: Work<null>, result: unknown): Promise<Static<typeof LoggedIn>> {
  const { sessionId, generation, at, user, outlets } = result as SessionStep;
  const { organizationId } = user;
  return {
    accessToken: await work.tokens.access({ staffId: user.id, organizationId, sessionId }, at),
    expiresIn: ACCESS_SECONDS,
    refreshToken: work.tokens.refresh({ organizationId, sessionId, generation }),
    user,
    outlets,
  };
}

async function outletsOf(read: Reader, staff: { role: Role; outletIds: readonly string[] }) {
  const outlets = await read.all('outlet', { index: 'byCreation' });
  return outlets
    .filter(({ id }) => staff.role === 'owner' || staff.outletIds.includes(id))
    .map(({ id, name }) => ({ id, name }));
}

function userOf(
  staff: Pick<Staff, 'id' | 'name' | 'role'>,
  organizationId: string,
): Static<typeof User> {
  return { id: staff.id, name: staff.name, role: staff.role, organizationId };
}

function expiryFrom(now: string): string {
  return new Date(Date.parse(now) + REFRESH_SECONDS * 1000).toISOString();
}

function newSession(work: Work<null>, staffId: string): Session {
  const { now, newId } = work.context;
  return {
    id: newId(),
    rev: 1,
    staffId,
    generation: 1,
    createdAt: now,
    expiresAt: expiryFrom(now),
    endedAt: null,
    endedBy: null,
  };
}

function ended(session: Session, by: 'logout' | 'reuse', now: string): Changes<null> {
  return {
    documents: [
      {
        collection: 'session',
        value: { ...session, rev: session.rev + 1, endedAt: now, endedBy: by },
      },
    ],
    events: [
      {
        type: 'session.ended',
        at: now,
        actor: session.staffId,
        data: { sessionId: session.id, by },
      },
    ],
    result: null,
  };
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
    const session = newSession(work, staff.id);
    return decided({
      documents: [{ collection: 'session', value: session }],
      events: [],
      result: {
        sessionId: session.id,
        generation: session.generation,
        at: work.context.now,
        user: userOf(staff, work.scope.organizationId),
        outlets: await outletsOf(work.read, staff),
      },
    });
  },
  present: presentStep,
});

export const signUp = command({
  type: 'organization.create',
  method: 'POST',
  path: '/organizations',
  summary: 'Sign up: an organization with its owner and first outlet',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: NewOrganization,
  answer: LoggedIn,
  status: 201,
  secrets: ['password'],
  account: (body) => normalEmail(body.email),
  // The organization's id follows from the command's, so that a repeat finds what the first one founded.
  async scope(work, _body, commandId) {
    const { newId } = work.context;
    const organizationId = commandId
      ? work.tokens.fingerprint(`organization ${commandId}`).slice(0, 24)
      : newId();
    return { organizationId, outletId: newId() };
  },
  async decide(work, body): Promise<Decision<SessionStep>> {
    const login = await work.read.get('login', normalEmail(body.email));
    refuseTakenEmail(login);
    const { password, ...given } = body;
    const passwordHash = await work.passwords.hash(password);
    const { organizationId, outletId = '' } = work.scope;
    const state = { organizationId, outletId, login };
    const founding = foundOrganization({ ...given, passwordHash }, state, work.context);
    return {
      counters: founding.counters,
      changes(numbers) {
        const founded = founding.changes(numbers);
        const { owner, outlet } = founded.result;
        const session = newSession(work, owner.id);
        return {
          documents: [...founded.documents, { collection: 'session', value: session }],
          events: founded.events,
          result: {
            sessionId: session.id,
            generation: session.generation,
            at: work.context.now,
            user: userOf(owner, organizationId),
            outlets: [{ id: outlet.id, name: outlet.name }],
          },
        };
      },
    };
  },
  present: presentStep,
});

export const refresh = command({
  type: 'auth.refresh',
  method: 'POST',
  path: '/auth/refresh',
  summary: 'Exchange a refresh token for a new pair; each works once',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: Type.Object({ refreshToken: Token }, Closed),
  answer: LoggedIn,
  status: 200,
  secrets: ['refreshToken'],
  account: sessionOf,
  async scope(work, body) {
    return { organizationId: work.tokens.readRefresh(body.refreshToken).organizationId };
  },
  async decide(work, body): Promise<Decision<SessionStep | null>> {
    const claims = work.tokens.readRefresh(body.refreshToken);
    const session = await work.read.get('session', claims.sessionId);
    const staff = session && (await work.read.get('staff', session.staffId));
    const { now } = work.context;
    if (!session || !staff || session.endedAt !== null || session.expiresAt <= now) {
      throw new KotdError('refresh_invalid');
    }
    if (claims.generation !== session.generation) {
      // Somebody holds a copy. Which of the two is the thief cannot be told: both lose the session.
      return decided({ ...ended(session, 'reuse', now), refusal: new KotdError('refresh_reused') });
    }
    const generation = session.generation + 1;
    return decided({
      documents: [
        {
          collection: 'session',
          value: { ...session, rev: session.rev + 1, generation, expiresAt: expiryFrom(now) },
        },
      ],
      events: [],
      result: {
        sessionId: session.id,
        generation,
        at: now,
        user: userOf(staff, work.scope.organizationId),
        outlets: await outletsOf(work.read, staff),
      },
    });
  },
  present: presentStep,
});

export const logout = command({
  type: 'auth.logout',
  method: 'POST',
  path: '/auth/logout',
  summary: 'End the session of a refresh token, and its access tokens with it',
  reach: 'public',
  permission: null,
  limit: 'auth',
  body: Type.Object({ refreshToken: Token }, Closed),
  answer: Type.Null(),
  status: 204,
  secrets: ['refreshToken'],
  account: sessionOf,
  async scope(work, body) {
    return { organizationId: work.tokens.readRefresh(body.refreshToken).organizationId };
  },
  async decide(work, body): Promise<Decision<null>> {
    const { sessionId } = work.tokens.readRefresh(body.refreshToken);
    const session = await work.read.get('session', sessionId);
    if (!session || session.endedAt !== null) {
      return decided({ documents: [], events: [], result: null });
    }
    return decided(ended(session, 'logout', work.context.now));
  },
});

/** A session's requests are counted together, whichever of its tokens they carry. */
function sessionOf(body: { refreshToken: string }): string {
  return body.refreshToken.split('.').slice(0, 2).join('.');
}

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
