const SECRET = /authorization|cookie|password|secret|token|e-?mail|phone/i;
const COVERED = '[redacted]';
/** What lies deeper than this is not logged. */
const MAX_DEPTH = 6;

/**
 * A copy in which the values of keys that name secrets or personal data are covered, at any depth
 * (design §9). Values without plain structure (errors, dates) stay as they are.
 */
export function cover<T extends object>(facts: T, depth = 0): Record<string, unknown> {
  const covered: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(facts)) {
    covered[key] = SECRET.test(key) ? COVERED : coverValue(value, depth + 1);
  }
  return covered;
}

function coverValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((entry) => coverValue(entry, depth + 1));
  const proto = Object.getPrototypeOf(value);
  return proto === Object.prototype || proto === null ? cover(value, depth) : value;
}
