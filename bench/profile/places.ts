/** What has no file: functions of V8, and of what is written in C++, as `end` of uWebSockets. */
export const NATIVE = 'native ';
/** The innermost one. */
const PACKAGE = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const OURS = /\/src\/(.+)\.js$/;

/** Where a function is from: `http/exchange`, `lmdb (npm)`, `node:events`, `garbage`, `native end`. */
export function placeOf(name: string, url: string): string {
  if (name === '(garbage collector)') return 'garbage';
  if (url === '') return NATIVE + name;
  if (url.startsWith('node:')) return url.replace(/^node:internal\/.*/, 'node:internal');
  const found = PACKAGE.exec(url);
  if (found) return `${found[1]} (npm)`;
  return OURS.exec(url)?.[1] ?? url.slice(url.lastIndexOf('/') + 1);
}

/** The room that a place is in: `http` of `http/exchange`; packages and Node are rooms of their own. */
export function roomOf(place: string): string {
  if (place.startsWith('node:')) return 'node';
  if (place.startsWith(NATIVE)) return NATIVE.trim();
  if (place.endsWith(' (npm)') || !place.includes('/')) return place;
  return place.slice(0, place.indexOf('/'));
}
