import { KotdError } from './errors.js';

/**
 * The amount itself, if it is exact: beyond 2^53 numbers skip integers, and a paisa would be lost
 * unseen.
 * @throws amount_out_of_range
 */
export function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new KotdError('amount_out_of_range');
  return amount;
}

/** @throws amount_out_of_range where the sum would not be exact */
export function sum(amounts: Iterable<number>): number {
  let total = 0;
  for (const amount of amounts) total = exact(total + amount);
  return total;
}

/**
 * amount x times / over, rounded half up, exactly. All are whole and not negative, over above 0.
 * @throws amount_out_of_range if the result is beyond safe integers
 */
export function proportion(amount: number, times: number, over: number): number {
  // Half up is floor((2 x product + over) / (2 x over)): no fraction ever appears.
  const doubled = 2 * amount * times + over;
  if (Number.isSafeInteger(doubled)) return (doubled - (doubled % (2 * over))) / (2 * over);
  const wide = 2n * BigInt(amount) * BigInt(times) + BigInt(over);
  return exact(Number(wide / (2n * BigInt(over))));
}

/** 123450 as '1234.50': every currency kotd knows has two decimals. */
export function decimal(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
