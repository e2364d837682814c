/** How the process ends: 2 for a setting or an argument that is wrong, 1 for what failed while it was done. */
export type ExitCode = 1 | 2;

/**
 * Errors that have an `exitCode` are for whoever started kotd: each line of the message is one, and says what to
 * do. Null: the error is a defect.
 */
export function exitCodeOf(error: unknown): ExitCode | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'exitCode') : null;
  return code === 1 || code === 2 ? code : null;
}
