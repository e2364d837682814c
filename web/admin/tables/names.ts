/**
 * Names for several new tables at once: the number at the end of the first is counted up, as wide as it is
 * written. "T08" and 3 give T08, T09, T10; without a number there is one to begin with.
 */
export function namesFrom(first: string, count: number): string[] {
  const [, stem = first, digits = ''] = /^(.*?)(\d*)$/s.exec(first) ?? [];
  if (count === 1) return [first];
  const begin = digits === '' ? 1 : Number(digits);
  return Array.from(
    { length: count },
    (_, at) => stem + String(begin + at).padStart(digits.length, '0'),
  );
}
