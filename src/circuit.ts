/** The settings of every circuit breaker (domain.md §2). */
export interface CircuitSettings {
  /** A call that takes longer has failed; ms. */
  readonly breakerTimeoutMs: number;
  /** Of 100 calls, how many failures open it, and the fewest calls it judges by. */
  readonly breakerPercent: number;
  readonly breakerCalls: number;
  /** Longest time until an open one lets a call through to see; ms. */
  readonly breakerRetryMs: number;
}

/** Failures are judged over this long; ms (`KOTD_BREAKER_CALLS` says so). */
const JUDGED_MS = 10_000;

/** The settings in the words of opossum, with its traps. */
export function circuitOptions(settings: CircuitSettings) {
  return {
    timeout: settings.breakerTimeoutMs,
    // It opens above the threshold, never at it: of 100 % it would never open.
    errorThresholdPercentage: settings.breakerPercent - 1e-6,
    volumeThreshold: settings.breakerCalls,
    resetTimeout: settings.breakerRetryMs,
    rollingCountTimeout: JUDGED_MS,
    // They are sorted anew at every failure: thousands in one moment would stop the process for seconds.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
  };
}
