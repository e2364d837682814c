import type { ActorRole } from '../../domain/shapes/staff.js';

/** Who is calling, as the store knew them at most a moment ago: a person, or a device of its own. */
export interface Principal {
  /** Of a device: the device's id. */
  staffId: string;
  organizationId: string;
  name: string;
  role: ActorRole;
  /** Outlets the person may enter. An owner may enter every outlet of the organization. */
  outletIds: readonly string[];
  sessionId: string;
  /** When the access token ends, in seconds since 1970. */
  expiresAt: number;
  /** The paired device that the session was opened on, or that calls itself. */
  device?: PrincipalDevice;
}

export interface PrincipalDevice {
  id: string;
  /** Nobody enters another one from here. */
  outletId: string;
  /** The device's own session, by which it is paired. */
  sessionId: string;
}

/** Whether the principal may enter an outlet of their own organization. */
export function mayEnter(
  { role, outletIds, device }: Pick<Principal, 'role' | 'outletIds' | 'device'>,
  outletId: string,
): boolean {
  if (device && device.outletId !== outletId) return false;
  return role === 'owner' || outletIds.includes(outletId);
}
