import { MongoParseError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import type { ExitCode } from '../../exit-code.js';

/** Why kotd cannot work with that MongoDB, in a line for whoever started it. */
export class MongoStartError extends Error {
  override readonly name = 'MongoStartError';
  readonly exitCode: ExitCode;

  constructor(line: string, cause?: unknown, exitCode: ExitCode = 1) {
    super(line, { cause });
    this.exitCode = exitCode;
  }
}

const AUTHENTICATION_FAILED = 18;

/** What the driver says of an address when it has asked nobody yet. */
export function wrongAddress(cause: unknown): MongoStartError {
  const { message } = cause as Error;
  return new MongoStartError(`KOTD_STORE is no address for MongoDB: ${message}`, cause, 2);
}

/**
 * What the driver says of its first question; null for what is nothing that an operator could mend.
 * @param at the servers, without user and password
 */
export function startErrorOf(cause: unknown, at: string): MongoStartError | null {
  if (!(cause instanceof Error)) return null;
  const { message } = cause;
  const syscall = String(Reflect.get(cause, 'syscall'));
  // `query…`: names of servers are asked for.
  if (cause instanceof MongoServerSelectionError || syscall.startsWith('query')) {
    return new MongoStartError(`No MongoDB answers at ${at}: ${message}; check KOTD_STORE`, cause);
  }
  if (cause instanceof MongoServerError && cause.code === AUTHENTICATION_FAILED) {
    const line = `The MongoDB at ${at} refuses the user or password of KOTD_STORE: ${message}`;
    return new MongoStartError(line, cause);
  }
  // `open`: a certificate, say, that is not there.
  return cause instanceof MongoParseError || syscall === 'open' ? wrongAddress(cause) : null;
}
