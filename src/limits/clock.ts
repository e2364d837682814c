const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds of the machine's monotonic clock: the same in every process of this box, never set back. */
export function boxClock(): number {
  return offset + performance.now();
}
