/** Length of a window: every limit is a number of requests per minute. */
export const WINDOW_MS = 60_000;

/** A worker has nothing left of a budget and wants leave for so many requests. */
export interface Ask {
  kind: 'ask';
  key: string;
  limit: number;
  want: number;
  /** Units that calls waiting for another budget have in hand; they may come back unused. */
  held: number;
}

/** What a worker had not used when it was called back; it keeps nothing. */
export interface HandBack {
  kind: 'handBack';
  key: string;
  end: number;
  units: number;
}

/** Leave for so many requests until `end` (box clock); 0 means no more for anybody until then. */
export interface Grant {
  kind: 'grant';
  key: string;
  end: number;
  units: number;
  /** What is still leased to nobody. */
  free: number;
}

/** Somebody else needs what is left of this worker's lease. */
export interface Recall {
  kind: 'recall';
  key: string;
  end: number;
}

export type FromLeases = Ask | HandBack;
export type ToLeases = Grant | Recall;
