import { CODINGS, type Coding } from './files.js';

/**
 * The codings that a browser takes, by its Accept-Encoding (RFC 9110, 12.5.3), best first. What it does
 * not name counts as `*` says, and as not taken where it says nothing.
 */
export function accepted(acceptEncoding: string): Coding[] {
  if (acceptEncoding === '') return [];
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.split(',')) {
    const [name = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((each) => each.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight));
  }
  const others = weights.get('*') ?? 0;
  return CODINGS.filter((coding) => (weights.get(coding) ?? others) > 0);
}
