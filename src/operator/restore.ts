import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Settings } from '../config.js';
import { newStore } from '../db/new-store.js';
import type { NewStore } from '../db/store-in-making.js';
import { reading, verify } from './archive/file.js';
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
  const found = await stat(from).catch(({ code }: NodeJS.ErrnoException) => {
    throw new OperatorError(`${from} cannot be read (${code})`);
  });
  if (!found.isDirectory()) {
    if (at !== null) throw new UsageError('--at goes with a folder');
    return from;
  }
  const backups = backupsIn(await readdir(from));
  const newest = backups.findLast((backup) => at === null || backup.at <= at);
  if (!newest) {
    const which = at === null ? 'backup' : `backup from before ${new Date(at).toISOString()}`;
    throw new OperatorError(`there is no ${which} in ${from}`);
  }
  return join(from, newest.name);
}

async function restore(
  path: string,
  settings: Settings,
  replace: boolean,
  out: Out,
): Promise<void> {
  const startedAt = performance.now();
  const chain = await chainOf(path);
  out.note(`reading ${chain.join(' and its base ')}`);
  // A database that was begun in vain is left to the operator; a folder is not, and need not wait.
  if (settings.mongo !== null) for (const each of chain) await verify(each);
  const made = await newStore(settings, newEpoch, replace);
  try {
    const organizations = await load(chain, made, out);
    const aside = await made.publish();
    out.line(`restored ${numbered(organizations, 'organization')} in ${seconds(startedAt)}`);
    if (aside) out.line(aside);
  } catch (error) {
    await made.discard();
    throw error;
  }
}

/** An archive, and the one whose differences it holds. */
type Chain = readonly [path: string] | readonly [path: string, base: string];

async function chainOf(path: string): Promise<Chain> {
  const base = await reading(path, async ({ header }) => header.base);
  return base ? [path, join(dirname(path), base.name)] : [path];
}

/**
 * Counts and checksums of all that is read are found right before the store is published, and what is
 * in the store is read back.
 */
async function load([path, basePath]: Chain, { store }: NewStore, out: Out): Promise<number> {
  let organizations = 0;
  const take = async (sections: AsyncIterable<Section>) => {
    for await (const section of sections) {
      out.line(sectionLine(await loadChecked(store, section)));
      organizations++;
    }
  };
  await reading(path, async (newest) => {
    if (basePath === undefined) return await take(newest.sections());
    await reading(basePath, async (base) => {
      await take(mergedSections(base.sections(), newest.sections()));
      if (base.trailer?.sha256 === newest.header.base?.sha256) return;
      throw new OperatorError(`${basename(basePath)} is not the base of ${basename(path)}`);
    });
  });
  return organizations;
}
