import { Type } from '@sinclair/typebox';
import type { Decision } from '../domain/decision.js';
import { newDevice, publicDevice, revoke, withCode } from '../domain/device.js';
import { notFound } from '../domain/errors.js';
import { Device, NewDevice, type StoredDevice } from '../domain/shapes/device.js';
import { Closed, Id, Instant } from '../domain/shapes/primitives.js';
import { codeId, pairingCode } from './auth/codes.js';
import { insist } from './insist.js';
import { listOf, pageOf, paging } from './lists.js';
import { command, type OutletWork, query } from './spec.js';

/** A device and the code by which a terminal becomes it. */
const DeviceAndCode = Type.Object(
  {
    device: Device,
    code: Type.String({ description: 'XXXX-XXXX, to be typed at the terminal; good once' }),
    expiresAt: Instant,
  },
  Closed,
);

/** What commands on one device have in common. */
const onDevice = {
  method: 'POST',
  reach: 'outlet',
  limit: 'other',
  status: 200,
  body: Type.Object({ deviceId: Id }, Closed),
  inTurn: ({ deviceId }: { deviceId: string }) => `device/${deviceId}`,
} as const;

export const postDevice = command({
  type: 'device.create',
  method: 'POST',
  path: '/outlets/{outletId}/devices',
  summary: 'Add a till or a kitchen screen; answers the code to pair it by',
  reach: 'outlet',
  permission: 'device.create',
  limit: 'other',
  body: NewDevice,
  answer: DeviceAndCode,
  status: 201,
  async decide(work, body) {
    return await nextCode(newDevice(body, work.outlet.id, work.context), work);
  },
  present: shown,
});

export const postCode = command({
  ...onDevice,
  type: 'device.renewCode',
  path: '/outlets/{outletId}/devices/{deviceId}/code',
  summary: 'Another code for a device; the one before is good no more',
  permission: 'device.renewCode',
  answer: DeviceAndCode,
  async decide(work, { deviceId }) {
    return await nextCode(await deviceHere(work, deviceId), work);
  },
  present: shown,
});

export const postRevoke = command({
  ...onDevice,
  type: 'device.revoke',
  path: '/outlets/{outletId}/devices/{deviceId}/revoke',
  summary: 'End a device for good, and every session on it',
  permission: 'device.revoke',
  answer: Device,
  async decide(work, { deviceId }) {
    const { counters, changes } = revoke(await deviceHere(work, deviceId), work.context);
    return {
      counters,
      changes(numbers) {
        const revocation = changes(numbers);
        return { ...revocation, result: publicDevice(revocation.result) };
      },
    };
  },
});

export const listDevices = query({
  name: 'device.list',
  path: '/outlets/{outletId}/devices',
  summary: 'The devices of an outlet, those revoked too, oldest first',
  reach: 'outlet',
  permission: 'device.list',
  limit: 'other',
  query: Type.Object(paging, Closed),
  answer: listOf(Device),
  async respond({ read, outlet }, asked) {
    const ofOutlet = { index: 'byOutlet', equals: [outlet.id] } as const;
    const page = await read.page('device', { ...ofOutlet, ...pageOf(asked) });
    return { body: { ...page, data: page.data.map(publicDevice) } };
  },
});

async function deviceHere(
  { read, outlet, ifMatch }: OutletWork,
  deviceId: string,
): Promise<StoredDevice> {
  const device = await read.need('device', deviceId);
  if (device.outletId !== outlet.id) throw notFound();
  insist(device, ifMatch);
  return device;
}

/** What is kept of it has the number of the code, and no code. */
async function nextCode(
  device: StoredDevice,
  { read, tokens, context, scope }: OutletWork,
): Promise<Decision<StoredDevice>> {
  const id = codeId(tokens, pairingCode(tokens, device.id, device.codes + 1));
  const before = await read.get('pairingCode', id);
  return withCode(device, { id, organizationId: scope.organizationId, before }, context);
}

async function shown({ tokens }: OutletWork, result: unknown) {
  const device = result as StoredDevice;
  return {
    device: publicDevice(device),
    code: pairingCode(tokens, device.id, device.codes),
    expiresAt: device.codeExpiresAt ?? '',
  };
}
