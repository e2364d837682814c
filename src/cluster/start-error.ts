import type { ExitCode } from '../exit-code.js';

/** Why kotd cannot start, in one line for whoever started it. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly exitCode: ExitCode;

  constructor(line: string, exitCode: ExitCode = 1) {
    super(line);
    this.exitCode = exitCode;
  }
}
