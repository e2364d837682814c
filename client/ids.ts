/** Crockford's base 32, as the server's ids are written in. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;

/**
 * Makes ids as the server does: ULIDs, 10 digits of time and 16 of chance. Those of one maker sort in the
 * order they were made, also where the device's clock is set back meanwhile.
 * @param now ms since 1970
 */
export function idMaker(now: () => number, randomBytes: (count: number) => Uint8Array) {
  let lastTime = 0;
  let last: number[] = [];

  return (): string => {
    const time = Math.max(now(), lastTime);
    const digits = time === lastTime && next(last);
    last = digits || [...randomBytes(RANDOM_DIGITS)].map((byte) => byte % 32);
    // The topmost bit stays free, so that there is room to count.
    if (!digits) last[0] = (last[0] ?? 0) % 16;
    lastTime = time;
    return timeDigits(time) + last.map((digit) => DIGITS.charAt(digit)).join('');
  };
}

/** One more; false when there is none. */
function next(digits: readonly number[]): number[] | false {
  const more = [...digits];
  for (let at = more.length - 1; at >= 0; at--) {
    const digit = more[at] ?? 0;
    more[at] = (digit + 1) % 32;
    if (digit < 31) return more;
  }
  return false;
}

function timeDigits(time: number): string {
  let text = '';
  let rest = Math.floor(time);
  for (let i = 0; i < TIME_DIGITS; i++) {
    text = DIGITS.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
