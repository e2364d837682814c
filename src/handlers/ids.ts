import { randomBytes } from 'node:crypto';

/** Crockford's base 32: sorts as the numbers do, and no letter looks like a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Every two digits there are, in order. */
const PAIRS = Array.from({ length: 1024 }, (_, n) => digits(n, 2));
const TIME_DIGITS = 10;
/** Of the 16 random digits the last 4 are counted up: 20 bits. */
const STEADY_DIGITS = 12;
const COUNTED = 2 ** 20;

let lastTime = 0;
/** The digits that all ids of a millisecond begin with. */
let stem = '';
let count = 0;

/**
 * A new id: 10 digits of time (milliseconds since 1970) and 80 random bits, as a monotonic ULID. Ids
 * that one worker makes sort in the order they were made, so a list by id is a list by creation. Every
 * request gets one to be traced by: only the first of a millisecond asks for randomness.
 */
export function newId(): string {
  const time = Date.now();
  if (time > lastTime) begin(time);
  // More than a million in one millisecond, or the clock was set back: on with the next one.
  else if (++count === COUNTED) begin(lastTime + 1);
  return `${stem}${PAIRS[count >>> 10]}${PAIRS[count & 1023]}`;
}

function begin(time: number): void {
  const random = randomBytes(11);
  lastTime = time;
  stem =
    digits(time, TIME_DIGITS) +
    digits(random.readUInt32LE(0) % 2 ** 30, STEADY_DIGITS / 2) +
    digits(random.readUInt32LE(4) % 2 ** 30, STEADY_DIGITS / 2);
  // The topmost bit stays free, so that there is room to count.
  count = random.readUIntLE(8, 3) % (COUNTED / 2);
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
