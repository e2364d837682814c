/** First letters of the first and the last name. Letters, not code units: names are not all Latin. */
export function initialsOf(name: string): string {
  const names = name.trim().split(/\s+/);
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  return ends.map((each = '') => [...each][0] ?? '').join('');
}
