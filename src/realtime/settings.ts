/** What can be set about sockets and streams; server settings and tests override single values. */
export interface RealtimeSettings {
  /** How often a stream is compared with the store, and its screens are told; ms, 0 = never. */
  heartbeatMs: number;
  /** How often it is compared while the bus is not trusted, unless heartbeatMs is less; ms. */
  lookMs: number;
  /** What the store has and a trusted bus has not brought after so long counts against the bus; ms. */
  busGraceMs: number;
  /** How long a bus that was found wanting is not trusted; ms. */
  waryMs: number;
  /** False: no stream is compared by time. Only for the test that shows why they are. */
  positionChecks: boolean;
  /** How long events are gathered before they are sent together; ms, 0 = each at once. */
  gatherMs: number;
  /** How long an event waits for the one before it until that is fetched from the store; ms. */
  gapMs: number;
  /** Recent events kept in memory for each outlet with sockets, up to twice as many at times. */
  ringEvents: number;
  /** The same for all of them together: with very many outlets each keeps less. */
  allRingEvents: number;
  /** The largest gap that is resumed event by event; beyond it a reset is cheaper. */
  resumeEvents: number;
  /** How long a reset that was read serves those who come later, if nothing happens meanwhile; ms. */
  resetKeptMs: number;
  /** Bytes that may wait for one socket before it counts as slow. */
  queueBytes: number;
  /** How long one that catches up may take nothing, and one that is told to leave may stay; ms. */
  slowMs: number;
  /** How long a socket may stay silent before its hello; ms. */
  helloMs: number;
  /** The largest frame a client may send before its hello is accepted; bytes. */
  helloBytes: number;
  /** The largest frame a client may send; bytes. */
  frameBytes: number;
  /** Commands of one socket under way at the same time. */
  commandsAtOnce: number;
  /** Commands and tokens of one socket refused in a row as too many or as bad, before it is cut off. */
  refusalsInRow: number;
  /** How often it is checked that the person behind a socket may still listen; ms. */
  recheckMs: number;
  /** A peer that is silent this long, pings included, is gone; seconds, 8 to 960. */
  idleSeconds: number;
}

export const REALTIME_DEFAULTS: Readonly<RealtimeSettings> = {
  heartbeatMs: 3_000,
  lookMs: 500,
  busGraceMs: 250,
  waryMs: 60_000,
  positionChecks: true,
  gatherMs: 8,
  gapMs: 50,
  ringEvents: 256,
  allRingEvents: 25_000,
  resumeEvents: 5_000,
  resetKeptMs: 1_000,
  queueBytes: 1024 * 1024,
  slowMs: 5_000,
  helloMs: 5_000,
  helloBytes: 8 * 1024,
  frameBytes: 1024 * 1024,
  commandsAtOnce: 64,
  refusalsInRow: 1_000,
  recheckMs: 30_000,
  idleSeconds: 60,
};
