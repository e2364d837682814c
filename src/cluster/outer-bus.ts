/**
 * Carries the stream messages of a box's workers to the other boxes of the fleet, as the JSON text in which
 * they pass through the primary. Like every bus it may lose, double and reorder.
 */
export interface OuterBus {
  publish(json: string): void;
  /** Tells the other boxes that something was not published which should have been. */
  lost(): void;
  /** Called when another box has told so. */
  onLoss(listener: () => void): void;
  /** Batches of the other boxes; a box does not hear itself. */
  onBatch(listener: (json: string) => void): void;
  /**
   * Whether the bus proves that it works: this box hears its own probes, and those of every box it knows.
   * While it does not, workers look at the store's positions often. Told at every change, and at once.
   */
  onHealth(listener: (healthy: boolean) => void): void;
  /** Says goodbye to the other boxes, so that they do not miss this one. */
  close(): Promise<void>;
}
