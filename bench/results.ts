import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.js';
import type { Group, Result } from './row.js';

const FOLDER = fileURLToPath(new URL('../../bench/results/', import.meta.url));

/**
 * Writes the rows of a whole run, with the machine they were measured on, and a chart of each group.
 * @param seconds that the run took
 */
export async function keep(results: readonly Result[], at: Date, seconds: number): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? '',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    linux: release(),
    node: process.version,
  };
  const path = join(FOLDER, `${at.toISOString().slice(0, 10)}.json`);
  const run = { at: at.toISOString(), seconds: Math.round(seconds), machine, results };
  await writeFile(path, `${JSON.stringify(run, null, 2)}\n`);
  const groups = new Set<Group>(results.map(({ group }) => group));
  for (const group of groups) {
    const own = results.filter((result) => result.group === group);
    await writeFile(join(FOLDER, `${group}.svg`), chart(group, own));
  }
  return path;
}
