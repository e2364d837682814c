import type { BackupName } from './names.js';

/** Differentials younger than this are all kept; ms. */
const ALL_MS = 3_600_000;
/** Of older ones the last in each such time; ms. */
const EACH_MS = 3_600_000;

/**
 * What may go: all but the newest `keep` bases with their differentials. Each differential needs its base
 * and no other file, so those of past hours are thinned out to one an hour.
 * @param backups oldest first
 * @param keep at least 1
 */
export function outlived(backups: readonly BackupName[], keep: number, now: number): BackupName[] {
  const bases = backups.filter(({ baseAt }) => baseAt === null).slice(-keep);
  const kept = new Set(bases.map(({ at }) => at));
  return backups.filter((backup, i) => {
    if (backup.baseAt === null) return !kept.has(backup.at);
    if (!kept.has(backup.baseAt)) return true;
    const next = backups.slice(i + 1).find(({ baseAt }) => baseAt === backup.baseAt);
    if (!next || now - backup.at < ALL_MS) return false;
    return Math.floor(next.at / EACH_MS) === Math.floor(backup.at / EACH_MS);
  });
}
