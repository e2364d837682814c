import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Settings } from '../config.js';
import { PARTIAL, writeArchive } from './archive/file.js';
import { headerOf } from './archive/lines.js';
import { linesOf } from './archive/write.js';
import { sumOf } from './archive/checksum.js';
import { type KnownOrganization, readManifest, writeManifest } from './backups/manifest.js';
import { type BackupName, backupsIn, manifestOf, nameOf } from './backups/names.js';
import { writeMetrics } from './backups/metrics.js';
import { outlived } from './backups/retention.js';
import { backupSections } from './backups/sections.js';
import { type OperatorCommand, type Out, UsageError } from './command.js';
import { leftOutOf } from './left-out.js';
import { whileOnlyBackup, withKeptStore } from './store.js';
import { numbered, seconds, size } from './words.js';

/** Age at which a base is followed by a new one, in ms: differentials grow with it. */
const BASE_MS = 24 * 3_600_000;
/** Bases that are kept unless told otherwise: one a day. */
const KEEP = 7;

export const command: OperatorCommand = {
  name: 'backup',
  usage: '--into DIR [--keep N] [--full] [--metrics FILE]',
  summary: `writes a verified backup while kotd runs: a base a day, between them what changed; keeps ${KEEP} bases unless told; --metrics tells Prometheus, through FILE.prom of node_exporter`,

  async run(args, settings, out) {
    const options = {
      into: { type: 'string' },
      keep: { type: 'string' },
      full: { type: 'boolean' },
      metrics: { type: 'string' },
    } as const;
    const { into, keep, full = false, metrics } = parseArgs({ args: [...args], options }).values;
    if (!into) throw new UsageError('--into names the folder');
    // node_exporter reads no other file.
    if (metrics !== undefined && !metrics.endsWith('.prom')) {
      throw new UsageError('--metrics names a file that ends in .prom');
    }
    const kept = numberOf(keep ?? String(KEEP));
    return await whileOnlyBackup(into, async () => {
      const { bytes, whole } = await backup(settings, { folder: into, keep: kept, full }, out);
      if (!whole) return 1;
      if (metrics !== undefined) await writeMetrics(metrics, Date.now(), bytes);
      return 0;
    });
  },
};

function numberOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError('--keep is a number from 1 to 9,999');
}

interface Wanted {
  folder: string;
  /** Bases. */
  keep: number;
  /** A base, however young the last one is. */
  full: boolean;
}

/** Says in one line what was done; `whole`: no organization was left out. */
async function backup(
  settings: Settings,
  { folder, keep, full }: Wanted,
  out: Out,
): Promise<{ bytes: number; whole: boolean }> {
  const startedAt = performance.now();
  await removeCutOff(folder);
  const before = backupsIn(await readdir(folder));
  // Never a name that sorts before one that is there, whatever became of the clock.
  const at = Math.max(Date.now(), (before.at(-1)?.at ?? 0) + 1);
  const base = full ? null : await usableBase(folder, before, at);
  const name = nameOf(at, base?.at ?? null);
  const path = join(folder, name);
  const manifest = base?.manifest ?? null;
  const header = headerOf(
    settings.mongo,
    manifest && { name: manifest.name, sha256: manifest.sha256 },
  );
  const organizations: KnownOrganization[] = [];
  const { trailer, leftOut } = await withKeptStore(settings, async (store) => {
    const sections = backupSections(store, manifest, (one) => organizations.push(one));
    const { trailer } = await writeArchive(path, linesOf(header, sections));
    return { trailer, leftOut: await leftOutOf(store, organizations) };
  });
  if (!base) await writeManifest(folder, { name, sha256: trailer.sha256, organizations });
  const { size: bytes } = await stat(path);
  await removeOutlived(folder, keep, at);
  const kind = base ? 'differential' : 'base';
  const held = `${numbered(trailer.organizations, 'organization')}, ${numbered(sumOf(trailer.counts), 'record')}`;
  out.line(`${name}: ${kind}, ${held}, ${size(bytes)}, ${seconds(startedAt)}, verified`);
  for (const line of leftOut) out.note(line);
  return { bytes, whole: leftOut.length === 0 };
}

/** The newest one, if it is young enough and still what it was when it was verified. */
async function usableBase(folder: string, backups: readonly BackupName[], now: number) {
  const newest = backups.findLast(({ baseAt }) => baseAt === null);
  if (!newest || now - newest.at > BASE_MS) return null;
  const manifest = await readManifest(folder, newest.name);
  return manifest && { at: newest.at, manifest };
}

/** What a backup that was killed has left. */
async function removeCutOff(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(PARTIAL)) await rm(join(folder, name), { force: true });
  }
}

async function removeOutlived(folder: string, keep: number, now: number): Promise<void> {
  for (const { name, baseAt } of outlived(backupsIn(await readdir(folder)), keep, now)) {
    if (baseAt === null) await rm(join(folder, manifestOf(name)), { force: true });
    await rm(join(folder, name), { force: true });
  }
}
