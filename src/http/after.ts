/**
 * Goes on with a value, now if it is here, later if it is a promise. What can be answered without
 * waiting is answered within uWebSockets' own call: no promise, no abort handler, corked for nothing.
 */
export function after<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
