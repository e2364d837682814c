import type { Event } from '../domain/decision.js';

/** How far below a value what is known is looked for: an answer's `{status, body: {order, tickets: [ticket]}}`. */
const DEPTH = 4;

/** Not written yet: as a whole, or put together from parts that may be known. */
type Unwritten = 'whole' | 'parts';

/** A text, or that there is none yet. */
interface Known {
  text: string | null;
  how: Unwritten;
}

/**
 * The JSON of a commit's documents and events, each written once: the store, the other workers, the screens
 * and the caller are given the same text. Lives as long as its command.
 */
export class Texts {
  readonly #known = new Map<object, Known>();

  /** It will be wanted more than once, and not be changed any more. */
  document(value: object): void {
    this.#note(value, 'whole');
  }

  /** Likewise; its documents should be named before. */
  event(event: Event): void {
    this.#note(event.data, 'parts');
    this.#note(event, 'parts');
  }

  /** Exactly what `JSON.stringify(value)` gives for plain data. */
  of(value: unknown): string {
    return this.#known.size === 0 ? plain(value) : this.#written(value, DEPTH);
  }

  #note(value: object, how: Unwritten): void {
    if (!this.#known.has(value)) this.#known.set(value, { text: null, how });
  }

  #written(value: unknown, depth: number): string {
    if (typeof value !== 'object' || value === null) return plain(value);
    const known = this.#known.get(value);
    if (!known) return this.#joined(value, depth);
    known.text ??= known.how === 'whole' ? plain(value) : this.#joined(value, depth);
    return known.text;
  }

  #joined(value: object, depth: number): string {
    if (depth === 0) return plain(value);
    return Array.isArray(value) ? this.#list(value, depth - 1) : this.#object(value, depth - 1);
  }

  #list(values: readonly unknown[], depth: number): string {
    return `[${values.map((value) => this.#written(value, depth)).join()}]`;
  }

  #object(value: object, depth: number): string {
    let text = '';
    for (const name of Object.keys(value)) {
      const member: unknown = Reflect.get(value, name);
      if (member === undefined) continue;
      text += `${text === '' ? '{' : ','}${plain(name)}:${this.#written(member, depth)}`;
    }
    return text === '' ? '{}' : `${text}}`;
  }
}

/** As within an array: what JSON cannot say is null. */
function plain(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
