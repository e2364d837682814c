/**
 * Portions of a line that were taken back, for reports to find by the day: written once, never
 * changed.
 */
export interface LineVoid {
  /** See voidId in domain/line-void.ts. */
  id: string;
  rev: 1;
  /** Of the outlet, when it was done; the order may have been opened on another one. */
  businessDay: string;
  /** RFC 3339 UTC. */
  at: string;
  orderId: string;
  lineId: string;
  /** Portions, and those of them that the kitchen had heard of. */
  quantity: number;
  heard: number;
  /** Of one portion, in minor units. */
  unitPrice: number;
}
