import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Name } from '../../domain/shapes/primitives.js';
import { ActorRole, type Session } from '../../domain/shapes/staff.js';
import type { Reader } from '../reader.js';
import type { Work } from '../spec.js';
import type { Holder } from './holder.js';
import { mayEnter } from './principal.js';
import { ACCESS_SECONDS } from './tokens.js';

/** A person, or a device. */
const User = Type.Object({ id: Id, name: Name, role: ActorRole, organizationId: Id }, Closed);
export const OutletName = Type.Object({ id: Id, name: Name }, Closed);

/** What a sign-up, a login and a refresh answer. */
export const LoggedIn = Type.Object(
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
export interface SessionStep {
  sessionId: string;
  generation: number;
  at: string;
  user: Static<typeof User>;
  outlets: Static<typeof OutletName>[];
}

export function stepOf(
  session: Session,
  holder: Pick<Holder, 'id' | 'name' | 'role'>,
  outlets: SessionStep['outlets'],
  work: Pick<Work, 'scope' | 'context'>,
): SessionStep {
  const { organizationId } = work.scope;
  return {
    sessionId: session.id,
    generation: session.generation,
    at: work.context.now,
    user: { id: holder.id, name: holder.name, role: holder.role, organizationId },
    outlets,
  };
}

/** Signs the tokens of a step; the same step gives the same tokens. */
export async function presentStep(
  work: Pick<Work, 'tokens'>,
  result: unknown,
): Promise<Static<typeof LoggedIn>> {
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

/** The outlets a person may enter, by name. */
export async function outletsOf(
  read: Reader,
  holder: Pick<Holder, 'role' | 'outletIds' | 'device'>,
): Promise<SessionStep['outlets']> {
  const outlets = await read.all('outlet', { index: 'byCreation' });
  return outlets.filter(({ id }) => mayEnter(holder, id)).map(({ id, name }) => ({ id, name }));
}
