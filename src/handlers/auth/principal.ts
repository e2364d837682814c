import type { Role } from '../../domain/shapes/staff.js';

/** Who is calling, as the store knew them at most a moment ago. */
export interface Principal {
  staffId: string;
  organizationId: string;
  name: string;
  role: Role;
  /** Outlets the person may enter. An owner may enter every outlet of the organization. */
  outletIds: readonly string[];
  sessionId: string;
  /** When the access token ends, in seconds since 1970. */
  expiresAt: number;
}

/** Whether the principal may enter an outlet of their own organization. */
export function mayEnter(
  { role, outletIds }: Pick<Principal, 'role' | 'outletIds'>,
  outletId: string,
): boolean {
  return role === 'owner' || outletIds.includes(outletId);
}
