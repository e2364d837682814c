import { Type } from '@sinclair/typebox';
import { Person } from '../domain/shapes/device.js';
import { Closed } from '../domain/shapes/primitives.js';
import { isActive } from '../domain/staff.js';
import { mayEnter } from './auth/principal.js';
import type { Reader } from './reader.js';
import { query } from './spec.js';

export const listPeople = query({
  name: 'people.list',
  path: '/outlets/{outletId}/people',
  summary: 'Who works at an outlet: their names, as its screens and tickets show them',
  reach: 'outlet',
  permission: 'people.list',
  limit: 'other',
  query: Type.Object({}, Closed),
  answer: Type.Object({ data: Type.Array(Person) }, Closed),
  async respond({ read, outlet }) {
    return { body: { data: await peopleOf(read, outlet.id) } };
  },
});

/** Those who may log in at an outlet, in the order in which they were taken on. */
export async function peopleOf(read: Reader, outletId: string): Promise<Person[]> {
  const staff = await read.all('staff', { index: 'byCreation' });
  return staff
    .filter((one) => isActive(one) && mayEnter(one, outletId))
    .map(({ id, name, role, pin }) => ({ id, name, role, hasPin: pin !== undefined }));
}
