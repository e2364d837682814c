/** How deep a document may stand in an answer and still be recognized. */
const DEPTH = 6;

/**
 * `JSON.stringify` for the values of one commit. A document mostly stands there three times: as
 * itself, in the event that tells of it, and in the command's answer. It is turned into text once.
 */
export class Texts {
  readonly #known = new Map<object, string>();

  /** The text of a document, remembered: the document must not change from here on. */
  document(value: object): string {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    this.#known.set(value, text);
    return text;
  }

  /** What `JSON.stringify` gives; undefined for what JSON leaves out, such as a function. */
  of(value: unknown, depth = DEPTH): string | undefined {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    if (depth === 0 || !isPlain(value)) return JSON.stringify(value);
    if (Array.isArray(value)) {
      return `[${value.map((item) => this.of(item, depth - 1) ?? 'null').join(',')}]`;
    }
    let members = '';
    for (const [name, member] of Object.entries(value)) {
      const text = this.of(member, depth - 1);
      if (text === undefined) continue;
      members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
    }
    return `{${members}}`;
  }
}

/** Has no `toJSON` of its own or of its class, as a Date has. */
function isPlain(value: object): boolean {
  if ('toJSON' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}
