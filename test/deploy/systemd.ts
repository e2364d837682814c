import { execFileSync, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';

export const UNITS = 'deploy/systemd';

/** A unit file: what stands behind each name, in order. */
export type Unit = ReadonlyMap<string, readonly string[]>;

export async function readUnit(name: string): Promise<Unit> {
  const unit = new Map<string, string[]>();
  for (const line of (await readFile(`${UNITS}/${name}`, 'utf8')).split('\n')) {
    const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    unit.set(key, [...(unit.get(key) ?? []), value]);
  }
  return unit;
}

/** Why a test of the deployment cannot run here, or false. CI installs the tools: there a missing one is a failure. */
export function lacking(...tools: readonly string[]): string | false {
  const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length === 0 || process.env.CI) return false;
  return `not on this machine: ${missing.join(', ')}`;
}

/** All system calls that are in a set such as `@system-service`, or the one that is named. */
export function systemCalls(name: string): Set<string> {
  if (!name.startsWith('@')) return new Set([name]);
  const text = execFileSync('systemd-analyze', ['syscall-filter', '--', name], {
    encoding: 'utf8',
  });
  const found = new Set<string>();
  for (const line of text.split('\n').slice(1)) {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('#')) continue;
    for (const call of systemCalls(entry)) found.add(call);
  }
  return found;
}
