import type { Device, DeviceKind, Person } from '../src/domain/shapes/device.js';
import type { Role } from '../src/domain/shapes/staff.js';
import type { Restaurant } from './restaurant.js';

/** What a login, a refresh, a pairing and a PIN answer. */
export interface Tokens {
  accessToken: string;
  refreshToken: string;
  user: { id: string; name: string; role: string; organizationId: string };
  outlets: { id: string; name: string }[];
}

export interface Paired extends Tokens {
  device: Device;
  outlet: { id: string; name: string };
  organization: { id: string; name: string };
}

export interface Shown {
  device: Device;
  code: string;
  expiresAt: string;
}

/** Neither the same digits nor a run. */
export const PIN = '2580';

/** A new device that waits for its code. */
export function addDevice(place: Restaurant, kind: DeviceKind = 'pos'): Promise<Shown> {
  return place.do<Shown>('POST', '/devices', { name: `A ${kind}`, kind });
}

export function pair(place: Restaurant, code: string): Promise<Paired> {
  return place.api.expect<Paired>(200, 'POST', '/auth/pair', { body: { code } });
}

export async function paired(place: Restaurant, kind: DeviceKind = 'pos'): Promise<Paired> {
  return await pair(place, (await addDevice(place, kind)).code);
}

/** The first person of that role, as the outlet's screens know them. */
export async function person(place: Restaurant, role: Role): Promise<Person> {
  const { data } = await place.do<{ data: Person[] }>('GET', '/people');
  const found = data.find((one) => one.role === role);
  if (!found) throw new Error(`no ${role} works here`);
  return found;
}

/** Gives the first person of that role a PIN; answers their id. */
export async function givePin(place: Restaurant, role: Role, pin = PIN): Promise<string> {
  const { id } = await person(place, role);
  const token = place.tokens.owner;
  await place.api.expect(204, 'PUT', `/staff/${id}/pin`, { token, body: { pin } });
  return id;
}

/** Asks for a login by PIN on the device. */
export function tryPin(place: Restaurant, device: Tokens, staffId: string, pin = PIN) {
  const { accessToken: token } = device;
  return place.api.call<Tokens & { code: string }>('POST', '/auth/pin', {
    token,
    body: { staffId, pin },
    headers: { connection: 'close' },
  });
}
