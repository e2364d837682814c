import type { TObject, TSchema } from '@sinclair/typebox';
import { type Fault, KotdError, notFound } from '../domain/errors.js';
import { Id } from '../domain/shapes/primitives.js';
import type { Input } from '../handlers/spec.js';

const BRACES = /\{(\w+)\}/g;
const INTEGER = /^-?(0|[1-9]\d{0,15})$/;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Names of the path parameters, in order. */
export function parameterNames(path: string): string[] {
  return [...path.matchAll(BRACES)].map(([, name = '']) => name);
}

/** The path parameters, decoded. One that cannot be an id names nothing. @throws KotdError `not_found` */
export function pathInput(
  names: readonly string[],
  raw: readonly string[],
): Record<string, string> {
  const found: Record<string, string> = {};
  names.forEach((name, at) => {
    found[name] = decoded(raw[at] ?? '');
  });
  return found;
}

function decoded(raw: string): string {
  let value = raw;
  try {
    if (raw.includes('%')) value = decodeURIComponent(raw);
  } catch {
    throw notFound();
  }
  if (value.length === 0 || value.length > (Id.maxLength ?? 0)) throw notFound();
  return value;
}

/** A command's fields: an empty body is `{}`. @throws KotdError `malformed_body` */
export function bodyInput(bytes: Uint8Array): Input {
  if (bytes.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    // The parser's message quotes the body: it must reach neither the log nor the answer.
    throw new KotdError('malformed_body', { detail: 'The body is not JSON in UTF-8' });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new KotdError('malformed_body', { detail: 'The body must be a JSON object' });
  }
  return value as Input;
}

type Kind = 'integer' | 'boolean' | 'string';

/** Reads query strings as a schema wants them. */
export class QueryReader {
  readonly #kinds = new Map<string, Kind>();

  constructor(schema: TObject) {
    for (const [name, property] of Object.entries(schema.properties)) {
      this.#kinds.set(name, kindOf(property));
    }
  }

  /** What is not a number or a boolean where one is wanted stays text, for the schema to refuse. @throws KotdError `invalid` */
  read(search: string): Input {
    const found: Input = {};
    if (search === '') return found;
    const faults: Fault[] = [];
    for (const pair of search.split('&')) {
      if (pair === '') continue;
      const equals = pair.indexOf('=');
      const name = formText(equals < 0 ? pair : pair.slice(0, equals));
      const text = formText(equals < 0 ? '' : pair.slice(equals + 1));
      if (name === null || text === null) {
        faults.push({ pointer: '', message: 'Wrong percent-encoding' });
      } else if (Object.hasOwn(found, name)) {
        faults.push({ pointer: pointerTo(name), message: 'Given more than once' });
      } else {
        define(found, name, this.#coerced(name, text));
      }
    }
    refuse(faults);
    return found;
  }

  #coerced(name: string, text: string): unknown {
    const kind = this.#kinds.get(name);
    if (kind === 'integer' && INTEGER.test(text)) return Number(text);
    if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
    return text;
  }
}

/** Path parameters and the rest together; the path alone says what it says. @throws KotdError `invalid` */
export function merged(given: Input, path: Readonly<Record<string, string>>): Input {
  const faults: Fault[] = [];
  for (const name of Object.keys(path)) {
    if (Object.hasOwn(given, name))
      faults.push({ pointer: `/${name}`, message: 'Stands in the path' });
  }
  refuse(faults);
  return { ...given, ...path };
}

function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new KotdError('invalid', { errors: faults });
}

function kindOf(schema: TSchema): Kind {
  if (schema.type === 'integer' || schema.type === 'number') return 'integer';
  if (schema.type === 'boolean') return 'boolean';
  return 'string';
}

function formText(raw: string): string | null {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** RFC 6901. */
function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** As JSON.parse does it: a field called `__proto__` is a field, and refused like any other unknown one. */
function define(input: Input, name: string, value: unknown): void {
  Object.defineProperty(input, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
