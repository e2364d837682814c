/** Why kotd cannot start, in one line for whoever started it. The process ends with exit code 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
