/** A file of a backup, by its name: `kotd-20261121T133000123Z.jsonl.gz`, `kotd-…-since-….jsonl.gz`. */
export interface BackupName {
  name: string;
  /** When it was begun; ms since 1970. */
  at: number;
  /** When its base was begun; null: it is one itself. */
  baseAt: number | null;
}

const STAMP = '(\\d{4})(\\d{2})(\\d{2})T(\\d{2})(\\d{2})(\\d{2})(\\d{3})Z';
const NAME = new RegExp(`^kotd-(${STAMP})(?:-since-(${STAMP}))?\\.jsonl\\.gz$`);

/** @param at ms since 1970 */
export function nameOf(at: number, baseAt: number | null): string {
  const since = baseAt === null ? '' : `-since-${stamp(baseAt)}`;
  return `kotd-${stamp(at)}${since}.jsonl.gz`;
}

/** What stands beside a base: see manifest.ts. */
export function manifestOf(base: string): string {
  return base.replace(/\.jsonl\.gz$/, '.json');
}

/** Those that are names of backups, oldest first. */
export function backupsIn(names: readonly string[]): BackupName[] {
  return names.flatMap((name) => parse(name) ?? []).sort((a, b) => a.at - b.at);
}

function parse(name: string): BackupName | null {
  const found = NAME.exec(name);
  if (!found) return null;
  const parts = found.slice(1);
  const since = parts.at(8);
  return { name, at: instant(parts.slice(1, 8)), baseAt: since ? instant(parts.slice(9)) : null };
}

function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:.]/g, '');
}

function instant([year, month, day, hour, minute, second, ms]: readonly string[]): number {
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
}
