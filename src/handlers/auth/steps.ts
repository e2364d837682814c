import { type Static, Type } from '@sinclair/typebox';
import { Closed, Id, Name } from '../../domain/shapes/primitives.js';
import { Role, type Session, type StaffMember } from '../../domain/shapes/staff.js';
import type { Reader } from '../reader.js';
import type { Work } from '../spec.js';
import { mayEnter } from './principal.js';
import { ACCESS_SECONDS } from './tokens.js';

const User = Type.Object({ id: Id, name: Name, role: Role, organizationId: Id }, Closed);
const OutletName = Type.Object({ id: Id, name: Name }, Closed);

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
  staff: Pick<StaffMember, 'id' | 'name' | 'role'>,
  outlets: SessionStep['outlets'],
  work: Work<null>,
): SessionStep {
  const { organizationId } = work.scope;
  return {
    sessionId: session.id,
    generation: session.generation,
    at: work.context.now,
    user: { id: staff.id, name: staff.name, role: staff.role, organizationId },
    outlets,
  };
}

/** Signs the tokens of a step; the same step gives the same tokens. */
export async function presentStep(
  work: Work<null>,
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
  staff: { role: Role; outletIds: readonly string[] },
): Promise<SessionStep['outlets']> {
  const outlets = await read.all('outlet', { index: 'byCreation' });
  return outlets.filter(({ id }) => mayEnter(staff, id)).map(({ id, name }) => ({ id, name }));
}
