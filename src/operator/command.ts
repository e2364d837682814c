import type { Settings } from '../config.js';

/** A subcommand of `kotd`: what an operator does besides letting the server run. */
export interface OperatorCommand {
  name: string;
  /** What stands behind the name: `[--shard [--apply]]`. */
  usage: string;
  /** One line. */
  summary: string;
  /**
   * Does the work and answers the exit code. Errors with an exit code of their own, refusals of kotd and what the
   * system says of a file are told as lines to the operator; anything else that it throws is a defect.
   * @param args what stood behind the name
   */
  run(args: readonly string[], settings: Settings, out: Out): Promise<number>;
}

/** Where a subcommand talks. */
export interface Out {
  /** What was asked for: to standard output, so that it can be piped. */
  line(text: string): void;
  /** Everything else: to standard error. */
  note(text: string): void;
}

/** The command line does not fit; told with the usage. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = 2;
}

/** It cannot be done, for a reason outside kotd; each line of the message is one. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly exitCode = 1;
}
