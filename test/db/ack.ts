/** What a commit of a writer was acknowledged with. */
export interface Ack {
  id: string;
  /** Of the second of its two events. */
  seq: number;
  invoice: number;
}

/** Tables that all writers of a place change, each commit one of them. */
export const TABLES = ['hot-1', 'hot-2', 'hot-3'] as const;
