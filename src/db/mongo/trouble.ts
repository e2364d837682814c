import {
  MongoClientClosedError,
  MongoError,
  MongoErrorLabel,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoWriteConcernError,
} from 'mongodb';
import { KotdError } from '../../domain/errors.js';

/**
 * What an error of the driver means. `clash`: another transaction was faster, or the server dropped this
 * one; the same may be tried again. `outage`: the server cannot be asked now. `defect`: anything else.
 */
export type Trouble = 'clash' | 'outage' | 'defect';

const DUPLICATE_KEY = 11_000;
const WRITE_CONFLICT = 112;
const NO_SUCH_TRANSACTION = 251;

/** The last are: interrupted, lock timeout, snapshot unavailable. */
const CLASHES = new Set([DUPLICATE_KEY, WRITE_CONFLICT, NO_SUCH_TRANSACTION, 11601, 24, 246]);

/** Not the primary, shutting down, stepping down, no majority, host or network gone, out of disk. */
const OUTAGES = new Set([
  10107, 13435, 13436, 10058, 189, 91, 11600, 11602, 6, 7, 89, 9001, 50, 64, 100, 262, 14031, 133,
]);

/** Errors of the driver itself that come from a server it cannot reach. */
const UNREACHED = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoNotConnectedError,
  MongoTopologyClosedError,
  MongoClientClosedError,
];
/** The same, of kinds that it does not export. */
const UNREACHED_NAMES = new Set(['MongoWaitQueueTimeoutError', 'MongoPoolClosedError']);

/** Errors of sockets; the driver lets some of them through as they are. */
const SOCKET_CODES = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ERR_SOCKET_CLOSED',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_WRITE_AFTER_END',
]);

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof MongoError)) return isOfSocket(error) ? 'outage' : 'defect';
  if (UNREACHED.some((kind) => error instanceof kind)) return 'outage';
  if (UNREACHED_NAMES.has(error.name)) return 'outage';
  const code = Number(error.code);
  if (OUTAGES.has(code) || error instanceof MongoWriteConcernError) return 'outage';
  if (error.hasErrorLabel(MongoErrorLabel.SystemOverloadedError)) return 'outage';
  return isTransient(error) || CLASHES.has(code) ? 'clash' : 'defect';
}

/** Whether the server itself has answered a commit that there is no such transaction, or no more. */
export function isOver(error: unknown): boolean {
  if (!(error instanceof MongoServerError)) return false;
  return isTransient(error) || error.code === NO_SUCH_TRANSACTION || error.code === WRITE_CONFLICT;
}

function isTransient(error: MongoError): boolean {
  return error.hasErrorLabel(MongoErrorLabel.TransientTransactionError);
}

function isOfSocket(error: unknown): boolean {
  return error instanceof Error && 'code' in error && SOCKET_CODES.has(String(error.code));
}

/** The error as callers of a store know it: an outage is a refusal that may be tried again. */
export function asRefusal(error: unknown): unknown {
  return troubleOf(error) === 'outage' ? unavailable(error) : error;
}

export function unavailable(cause: unknown): KotdError {
  return Object.assign(new KotdError('store_unavailable'), { cause });
}

export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoError && error.code === DUPLICATE_KEY;
}
