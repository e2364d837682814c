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
export function mayEnter(principal: Principal, outletId: string): boolean {
  return principal.role === 'owner' || principal.outletIds.includes(outletId);
}
