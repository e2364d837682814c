import { createHash } from 'node:crypto';

/**
 * Names what a command asks for, so that a repeat can be told from another command under the same id.
 * `what` is what it says besides its body. The order of fields does not matter. Secret fields enter only sealed with the server's key.
 */
export function fingerprint(
  what: readonly unknown[],
  body: object,
  secrets: readonly string[],
  seal: (value: string) => string,
): string {
  const fields: Record<string, unknown> = { ...body };
  for (const name of secrets) {
    if (typeof fields[name] === 'string') fields[name] = seal(fields[name]);
  }
  return createHash('sha256')
    .update(JSON.stringify([...what, fields], sortFields))
    .digest('base64url');
}

function sortFields(_name: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
