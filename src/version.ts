import { readFileSync } from 'node:fs';

/**
 * Which kotd this process runs, as package.json says. Read once at start: after an upgrade the file of the
 * new release may lie where a running process would look.
 */
export const version: string = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version;
