import type { OperatorCommand } from './command.js';

/** Each is loaded when it is asked for: nobody waits for the drivers of the others. */
export const COMMANDS: ReadonlyMap<string, () => Promise<OperatorCommand>> = new Map([
  ['migrate', async () => (await import('./migrate.js')).command],
  ['export', async () => (await import('./export.js')).command],
  ['import', async () => (await import('./import.js')).command],
  ['backup', async () => (await import('./backup.js')).command],
  ['restore', async () => (await import('./restore.js')).command],
]);
