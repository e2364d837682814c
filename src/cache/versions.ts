/** What of an outlet is kept ready; each has a counter `version/<name>` in the store. */
export type Version = 'menu' | 'tables' | 'stations';

const VERSIONS: ReadonlyMap<string, Version> = new Map([
  ['menu', 'menu'],
  ['table', 'tables'],
  ['station', 'stations'],
]);

/** What an event of the stream makes out of date: `table.occupied` the tables; null for most events. */
export function versionOf(eventType: string): Version | null {
  const [kind = ''] = eventType.split('.', 1);
  return VERSIONS.get(kind) ?? null;
}
