import { Type } from '@sinclair/typebox';
import { Closed, Id, Password } from '../domain/shapes/primitives.js';
import { NewStaff, StaffChange, StaffMember } from '../domain/shapes/staff.js';
import { appoint, isActive, normalEmail, publicStaff, refuseTakenEmail } from '../domain/staff.js';
import { changeStaff, resetPassword } from '../domain/staff-change.js';
import { mayEnter } from './auth/principal.js';
import { listOf, pageOf, paging } from './lists.js';
import { command, query, type Work } from './spec.js';

/** The outlets that the caller may enter. */
async function enterable({ read, principal }: Work): Promise<Set<string>> {
  const outlets = await read.all('outlet', { index: 'byCreation' });
  return new Set(outlets.filter(({ id }) => mayEnter(principal, id)).map(({ id }) => id));
}

/** Sessions of a person that are good still. */
async function openSessions({ read, context }: Work, staffId: string) {
  const sessions = await read.all('session', { index: 'byStaff', equals: [staffId] });
  return sessions.filter(({ endedAt, expiresAt }) => endedAt === null && expiresAt > context.now);
}

export const createStaff = command({
  type: 'staff.create',
  method: 'POST',
  path: '/staff',
  summary: 'Take a person on',
  reach: 'organization',
  permission: 'staff.create',
  limit: 'other',
  body: NewStaff,
  answer: StaffMember,
  status: 201,
  secrets: ['password'],
  async decide(work, body) {
    const login = await work.read.get('login', normalEmail(body.email));
    refuseTakenEmail(login);
    const { password, ...person } = body;
    const outlets = await enterable(work);
    return appoint(
      { ...person, passwordHash: await work.passwords.hash(password) },
      { organizationId: work.scope.organizationId, login, outlets },
      work.context,
    );
  },
});

export const patchStaff = command({
  type: 'staff.change',
  method: 'PATCH',
  path: '/staff/{staffId}',
  summary: 'Change name, role or outlets of a person, or whether they may log in',
  reach: 'organization',
  permission: 'staff.change',
  limit: 'other',
  body: Type.Composite([Type.Object({ staffId: Id }), StaffChange], {
    ...Closed,
    minProperties: 2,
  }),
  answer: StaffMember,
  status: 200,
  inTurn: () => 'staff',
  async decide(work, { staffId, ...change }) {
    const { read, scope } = work;
    const staff = await read.need('staff', staffId);
    // Before the owners are counted: else of two who demote each other one could have the other's revision with
    // the count of before.
    const organization = await read.need('organization', scope.organizationId);
    const [everybody, outlets, sessions] = await Promise.all([
      read.all('staff', { index: 'byCreation' }),
      enterable(work),
      change.active === undefined ? [] : openSessions(work, staffId),
    ]);
    const owners = everybody.filter((one) => one.role === 'owner' && isActive(one));
    const otherOwners = owners.filter(({ id }) => id !== staffId).length;
    const state = { organization, otherOwners, outlets, sessions };
    return changeStaff(staff, change, state, work.context);
  },
});

export const putPassword = command({
  type: 'staff.resetPassword',
  method: 'PUT',
  path: '/staff/{staffId}/password',
  summary: 'Give a person another password; their sessions end',
  reach: 'organization',
  permission: 'staff.resetPassword',
  limit: 'other',
  body: Type.Object({ staffId: Id, password: Password }, Closed),
  answer: Type.Null(),
  status: 204,
  secrets: ['password'],
  inTurn: () => 'staff',
  async decide(work, { staffId, password }) {
    const staff = await work.read.need('staff', staffId);
    const [outlets, open] = await Promise.all([enterable(work), openSessions(work, staffId)]);
    const isOwn = ({ id }: { id: string }) => id === work.principal.sessionId;
    const kept = open.find(isOwn);
    const sessions = open.filter((session) => !isOwn(session));
    const passwordHash = await work.passwords.hash(password);
    return resetPassword(staff, passwordHash, { outlets, sessions, kept }, work.context);
  },
});

export const listStaff = query({
  name: 'staff.list',
  path: '/staff',
  summary: 'The people of the organization',
  reach: 'organization',
  permission: 'staff.list',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(StaffMember),
  async respond(work, asked) {
    const page = await work.read.page('staff', { index: 'byCreation', ...pageOf(asked) });
    return { body: { ...page, data: page.data.map(publicStaff) } };
  },
});
