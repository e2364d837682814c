import { Type } from '@sinclair/typebox';
import { Closed } from '../domain/shapes/primitives.js';
import { NewStaff, StaffMember } from '../domain/shapes/staff.js';
import { appoint, normalEmail, publicStaff, refuseTakenEmail } from '../domain/staff.js';
import { mayEnter } from './auth/principal.js';
import { listOf, pageOf, paging } from './lists.js';
import { command, query } from './spec.js';

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
    const outlets = await work.read.all('outlet', { index: 'byCreation' });
    const mine = outlets.filter(({ id }) => mayEnter(work.principal, id)).map(({ id }) => id);
    return appoint(
      { ...person, passwordHash: await work.passwords.hash(password) },
      { organizationId: work.scope.organizationId, login, outlets: new Set(mine) },
      work.context,
    );
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
