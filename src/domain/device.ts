import { audited, type Deed } from './audit.js';
import {
  type Context,
  type Decision,
  decided,
  type EventDraft,
  happened,
  type Put,
} from './decision.js';
import { KotdError } from './errors.js';
import type { AuditAction } from './shapes/audit.js';
import type { Device, NewDevice, PairingCode, StoredDevice } from './shapes/device.js';
import type { Session } from './shapes/staff.js';

/** How long a pairing code waits, in seconds. */
export const CODE_SECONDS = 600;
/** When a device was last seen is written at most so often, in seconds: it is no reason for conflicts. */
const SEEN_SECONDS = 60;

/** What the office may see of a device. */
export function publicDevice(device: StoredDevice): Device {
  const { codes: _, codeId: __, sessionId: ___, ...rest } = device;
  return rest;
}

/** A new device before its first code, with which it is written. */
export function newDevice(body: NewDevice, outletId: string, context: Context): StoredDevice {
  return {
    id: context.newId(),
    rev: 0,
    outletId,
    ...body,
    createdBy: context.actor.id,
    createdAt: context.now,
    codeExpiresAt: null,
    pairedAt: null,
    lastSeenAt: null,
    revokedAt: null,
    codes: 0,
    codeId: null,
    sessionId: null,
  };
}

/** A code as the caller made it, for the device's next number of `codes`. */
export interface Code {
  id: string;
  organizationId: string;
  /** What stands under the same id already, long used or run out. */
  before: PairingCode | undefined;
}

/**
 * Gives a device its next code; the one before is good no more. A pairing there is goes on until somebody
 * pairs with the new code.
 * @throws device_revoked
 */
export function withCode(
  device: StoredDevice,
  code: Code,
  context: Context,
): Decision<StoredDevice> {
  if (device.revokedAt !== null) throw new KotdError('device_revoked');
  const expiresAt = new Date(Date.parse(context.now) + CODE_SECONDS * 1000).toISOString();
  const value: StoredDevice = {
    ...device,
    rev: device.rev + 1,
    codes: device.codes + 1,
    codeId: code.id,
    codeExpiresAt: expiresAt,
  };
  const { id, organizationId, before } = code;
  const { outletId } = device;
  const pointer = {
    id,
    rev: (before?.rev ?? 0) + 1,
    organizationId,
    outletId,
    deviceId: device.id,
    expiresAt,
  };
  const action = device.rev === 0 ? 'device.created' : 'device.codeRenewed';
  const { documents, events } = written(action, value, {}, context);
  return decided({
    documents: [...documents, { collection: 'pairingCode', value: pointer }],
    events,
    result: value,
  });
}

/**
 * Pairs the device by a session of its own. A code works once: of two who use it one must decide again, and
 * finds it used. What was paired before is no more.
 * @throws pairing_code_invalid
 */
export function pair(
  device: StoredDevice | undefined,
  codeId: string,
  session: Session,
  context: Context,
): Decision<StoredDevice> {
  const { now } = context;
  const good =
    device?.codeId === codeId && device.revokedAt === null && (device.codeExpiresAt ?? '') > now;
  if (!device || !good) throw new KotdError('pairing_code_invalid');
  const value: StoredDevice = {
    ...device,
    rev: device.rev + 1,
    codeId: null,
    codeExpiresAt: null,
    sessionId: session.id,
    pairedAt: now,
    lastSeenAt: now,
  };
  const { documents, events } = written('device.paired', value, endOf(device), context);
  return decided({
    documents: [...documents, { collection: 'session', value: session }],
    events,
    result: value,
  });
}

/** Ends a device for good, with every session that was opened on it. */
export function revoke(device: StoredDevice, context: Context): Decision<StoredDevice> {
  if (device.revokedAt !== null) return decided({ documents: [], events: [], result: device });
  const value = { ...alone(device), codeId: null, codeExpiresAt: null, revokedAt: context.now };
  return decided({ ...written('device.revoked', value, endOf(device), context), result: value });
}

/** Ends the pairing: what is to be written, and the events. */
export function unpaired(device: StoredDevice, context: Context): Written {
  return written('device.unpaired', alone(device), endOf(device), context);
}

/** Whether a session that was opened on the device still holds. */
export function isPairedBy(device: StoredDevice | undefined, session: Session): boolean {
  return device !== undefined && device.sessionId === session.device?.sessionId;
}

/** Notes that the device is there, if that was not noted a moment ago. */
export function seen(device: StoredDevice, { now }: Context): Put[] {
  const { lastSeenAt } = device;
  if (lastSeenAt !== null && Date.parse(now) - Date.parse(lastSeenAt) < SEEN_SECONDS * 1000)
    return [];
  return [{ collection: 'device', value: { ...device, rev: device.rev + 1, lastSeenAt: now } }];
}

function alone(device: StoredDevice): StoredDevice {
  return { ...device, rev: device.rev + 1, sessionId: null, pairedAt: null };
}

/** The pairing that ends, for whoever believes sessions without asking the store. */
function endOf({ sessionId }: StoredDevice): { ended?: string } {
  return sessionId === null ? {} : { ended: sessionId };
}

interface Written {
  documents: Put[];
  events: EventDraft[];
}

/** The device as it is now, an event that names it by id, and the audit's entry. */
function written(
  action: AuditAction,
  device: StoredDevice,
  more: { ended?: string },
  context: Context,
): Written {
  const { id, kind, outletId } = device;
  const deed: Deed = { action, outletId, subject: { kind: 'device', id }, details: { kind } };
  return {
    documents: [{ collection: 'device', value: device }, audited(deed, context)],
    events: [happened(action, { id, ...more }, context)],
  };
}
