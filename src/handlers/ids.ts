import { randomBytes } from 'node:crypto';

/** Crockford's base 32: sorts as the numbers do, and no letter looks like a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const HALF_DIGITS = 8;
const HALF_BYTES = 5;

let lastTime = 0;
let high = 0;
let low = 0;

/**
 * A new id: 10 digits of time (milliseconds since 1970) and 80 random bits, as a monotonic ULID. Ids
 * that one worker makes sort in the order they were made, so a list by id is a list by creation.
 */
export function newId(): string {
  const time = Math.max(Date.now(), lastTime);
  if (time === lastTime) {
    low++;
  } else {
    lastTime = time;
    const random = randomBytes(2 * HALF_BYTES);
    high = random.readUIntBE(0, HALF_BYTES);
    // The topmost bit stays free, so that counting up within a millisecond cannot overflow.
    low = random.readUIntBE(HALF_BYTES, HALF_BYTES) % 2 ** 39;
  }
  return digits(time, TIME_DIGITS) + digits(high, HALF_DIGITS) + digits(low, HALF_DIGITS);
}

function digits(value: number, count: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < count; i++) {
    text = DIGITS.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
