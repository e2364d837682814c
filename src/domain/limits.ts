/** Largest price of one portion, in minor units: ten million rupees. Keeps every total below 2^53. */
export const MAX_PRICE = 1_000_000_000;
/** Most portions of one line. */
export const MAX_QUANTITY = 9_999;
/** Most lines of one order. With MAX_PRICE and MAX_QUANTITY a total stays a safe integer. */
export const MAX_LINES = 500;
