/**
 * The budgets that all boxes of a fleet share. A box draws from it for its own ledger, in shares: a large
 * one while plenty remain, single ones at the end. What is drawn and not used before the window ends is lost,
 * so a fleet never allows more than the limit, and may allow a little less.
 */
export interface SharedBudgets {
  /**
   * Takes at least `want` units if there are so many, and a share of what remains otherwise.
   * @returns null when the fleet cannot be asked now: then the box counts for itself
   */
  draw(key: string, limit: number, want: number): Promise<Drawn | null>;
}

export interface Drawn {
  /** 0: nobody gets more before the window ends. */
  units: number;
  /** What is left for all boxes after this draw. */
  free: number;
  /** Until the window of the fleet ends. */
  endsInMs: number;
}
