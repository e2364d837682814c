import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { PARTIAL } from '../archive/file.js';
import { OperatorError } from '../command.js';

/** Names of what an alert looks at; docs/operations.md and deploy/prometheus have them too. */
const AT = 'kotd_backup_last_success_timestamp_seconds';
const BYTES = 'kotd_backup_size_bytes';
/** node_exporter runs as another user. */
const MODE = 0o644;

/**
 * Tells Prometheus of a backup that is whole, in a file for node_exporter's textfile collector. It is
 * replaced in one step: a scrape never reads half of it.
 * @param at ms since 1970
 * @throws OperatorError
 */
export async function writeMetrics(path: string, at: number, bytes: number): Promise<void> {
  const partial = `${path}.${process.pid}${PARTIAL}`;
  try {
    await writeFile(partial, textOf(at, bytes), { flag: 'wx' });
    // Whatever the umask.
    await chmod(partial, MODE);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new OperatorError(
      `the backup is made, but --metrics ${path} cannot be written (${code})`,
    );
  }
}

function textOf(at: number, bytes: number): string {
  return [
    `# HELP ${AT} When the newest whole backup was done, in seconds since 1970.`,
    `# TYPE ${AT} gauge`,
    `${AT} ${at / 1000}`,
    `# HELP ${BYTES} Size of its file, a base or a differential.`,
    `# TYPE ${BYTES} gauge`,
    `${BYTES} ${bytes}`,
    '',
  ].join('\n');
}
