/** Counts by three values, cheap enough for every request: read only when somebody scrapes. */
export class Tally {
  readonly #counts = new Map<string, Map<string, Map<string | number, number>>>();

  add(first: string, second: string, third: string | number): void {
    const inner = entry(entry(this.#counts, first), second);
    inner.set(third, (inner.get(third) ?? 0) + 1);
  }

  *[Symbol.iterator](): Generator<
    [first: string, second: string, third: string | number, count: number]
  > {
    for (const [first, middle] of this.#counts) {
      for (const [second, inner] of middle) {
        for (const [third, count] of inner) yield [first, second, third, count];
      }
    }
  }
}

function entry<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<L, V>();
  map.set(key, made);
  return made;
}
