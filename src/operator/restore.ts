import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Settings } from '../config.js';
import { isForOperator } from '../db/migrate.js';
import { type NewStore, newStore, PlaceTaken } from '../db/new-store.js';
import { reading, verify } from './archive/file.js';
import { DamagedArchive } from './archive/lines.js';
import { mergedSections } from './archive/merge.js';
import type { Section } from './archive/write.js';
import { backupsIn } from './backups/names.js';
import { loadChecked } from './backups/load-checked.js';
import { type OperatorCommand, OperatorError, type Out, UsageError } from './command.js';
import { newEpoch, whileStopped } from './store.js';
import { numbered, seconds, sectionLine } from './words.js';

export const command: OperatorCommand = {
  name: 'restore',
  usage: 'DIR|FILE [--at TIME] [--replace]',
  summary:
    'makes a new store from a backup, with kotd stopped; --at takes the last one before, --replace moves the old store aside',

  async run(args, settings, out) {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { at: { type: 'string' }, replace: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [from, ...rest] = positionals;
    if (from === undefined || rest.length > 0) throw new UsageError('name one folder or file');
    const { replace = false } = values;
    const at = values.at === undefined ? null : instantOf(values.at);
    await whileStopped(settings, async () => {
      const path = await chosen(from, at);
      await restore(path, settings, replace, out);
    });
    return 0;
  },
};

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  throw new UsageError('--at is a time such as 2026-11-21T13:30:00Z');
}

/** The newest backup of a folder that is not younger than told. */
async function chosen(from: string, at: number | null): Promise<string> {
  const found = await stat(from).catch(() => null);
  if (!found) throw new OperatorError(`there is no ${from}`);
  if (!found.isDirectory()) {
    if (at !== null) throw new UsageError('--at goes with a folder');
    return from;
  }
  const backups = backupsIn(await readdir(from));
  const newest = backups.findLast((backup) => at === null || backup.at <= at);
  if (!newest) throw new OperatorError(`there is no such backup in ${from}`);
  return join(from, newest.name);
}

async function restore(
  path: string,
  settings: Settings,
  replace: boolean,
  out: Out,
): Promise<void> {
  const startedAt = performance.now();
  const chain = await verified(path, out);
  const made = await newStore(settings, newEpoch, replace).catch((error) => {
    const told = error instanceof PlaceTaken || isForOperator(error);
    throw told ? new OperatorError(error.message) : error;
  });
  try {
    const organizations = await load(chain, made, out);
    const aside = await made.publish();
    out.line(`restored ${numbered(organizations, 'organization')} in ${seconds(startedAt)}`);
    if (aside) out.line(aside);
  } finally {
    await made.close();
  }
}

/** Of what a restore is made: an archive, and its base if it has one. */
interface Chain {
  path: string;
  base: string | null;
}

/** @throws OperatorError before anything is changed */
async function verified(path: string, out: Out): Promise<Chain> {
  out.note(`reading ${path}`);
  await verify(path);
  const base = await reading(path, async ({ header }) => header.base);
  if (!base) return { path, base: null };
  const basePath = join(dirname(path), base.name);
  out.note(`reading its base ${base.name}`);
  const { trailer } = await verify(basePath);
  if (trailer.sha256 !== base.sha256) throw new DamagedArchive(`${base.name} is not its base`);
  return { path, base: basePath };
}

async function load({ path, base }: Chain, { store }: NewStore, out: Out): Promise<number> {
  let organizations = 0;
  const take = async (sections: AsyncIterable<Section>) => {
    for await (const section of sections) {
      out.line(sectionLine(await loadChecked(store, section)));
      organizations++;
    }
  };
  await reading(path, async (newest) => {
    if (base === null) return await take(newest.sections());
    await reading(base, (earlier) => take(mergedSections(earlier.sections(), newest.sections())));
  });
  return organizations;
}
