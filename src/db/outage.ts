import { KotdError } from '../domain/errors.js';

/** Whether a call failed since the store cannot be asked now: not a refusal, and nobody's mistake. */
export function isOutage(error: unknown): error is KotdError {
  return error instanceof KotdError && error.code === 'store_unavailable';
}
