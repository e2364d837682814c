import { hash } from 'node:crypto';

const DIGIT = /^\d/;

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
  return hash('sha256', sorted([...what, fields]), 'base64url');
}

/**
 * JSON whose objects have their fields in order. Fingerprints are kept for days: what it writes must never
 * change.
 */
function sorted(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(sorted).join()}]`;
  const byName = value as Record<string, unknown>;
  let text = '';
  for (const name of inOrder(Object.keys(byName))) {
    const member = byName[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${sorted(member)}`;
  }
  return `{${text}}`;
}

/** Names that are whole numbers come first, by size, as in every object. */
function inOrder(names: string[]): string[] {
  // To sort costs more than all else here, and few need it.
  if (!names.every((name, at) => at === 0 || (names[at - 1] ?? '') <= name)) names.sort();
  if (!names.some((name) => DIGIT.test(name))) return names;
  return Object.keys(Object.fromEntries(names.map((name) => [name, null])));
}
