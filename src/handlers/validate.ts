/// <reference lib="es2024.string" />
import type { Static, TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import { type Fault, KotdError } from '../domain/errors.js';

/** More faults than this help nobody. */
const MAX_FAULTS = 10;
/**
 * Of an input with more values, or with longer texts in all, it is not said where it does not fit: to look
 * for that costs far more than the check itself, and only a hostile input is so large.
 */
const MAX_VALUES = 5_000;
const MAX_TEXT = 100_000;

/**
 * Compiles a schema into a check that returns the value typed, or throws `invalid` (422) with a
 * JSON pointer and a message for each fault. Its texts are well-formed Unicode.
 */
export function validator<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const fit = fitting(schema);
  return (value) => {
    const fits = fit(value);
    refuseIllFormed(fits);
    return fits;
  };
}

/** A validator that lets texts be as they are: for who checks them elsewhere. */
export function fitting<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value;
    throw new KotdError('invalid', { errors: isLarge(value) ? LARGE : faultsOf(compiled, value) });
  };
}

/**
 * JSON can say half of a surrogate pair ("\ud800"), UTF-8 cannot: such a text would come back from a
 * store, a screen or a hash as another one than was sent.
 * @throws KotdError `invalid`, with a pointer to the first such text or name
 */
export function refuseIllFormed(value: unknown): void {
  const pointer = illFormed(value);
  if (pointer === null) return;
  throw new KotdError('invalid', { errors: [{ pointer, message: 'Not well-formed Unicode' }] });
}

/** Where the first text is that is not well-formed; null: nowhere. Every input of every command comes by. */
function illFormed(value: unknown): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : '';
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) {
      const below = illFormed(value[at]);
      if (below !== null) return `/${at}${below}`;
    }
  } else if (isObject(value)) {
    for (const name in value) {
      const below = name.isWellFormed() ? illFormed(value[name]) : '';
      if (below !== null) return `/${escaped(name)}${below}`;
    }
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** RFC 6901. */
function escaped(name: string): string {
  return name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1');
}

const LARGE: readonly Fault[] = [{ pointer: '', message: 'Does not fit, and is very large' }];

function faultsOf(compiled: TypeCheck<TSchema>, value: unknown): Fault[] {
  const faults: Fault[] = [];
  for (const error of compiled.Errors(value)) {
    if (faults.some((fault) => fault.pointer === error.path)) continue;
    faults.push({ pointer: error.path, message: error.message });
    if (faults.length === MAX_FAULTS) break;
  }
  return faults;
}

function isLarge(input: unknown): boolean {
  const left = [input];
  let values = 0;
  let text = 0;
  while (left.length > 0) {
    const value = left.pop();
    if (++values > MAX_VALUES) return true;
    if (typeof value === 'string') text += value.length;
    if (text > MAX_TEXT) return true;
    if (typeof value !== 'object' || value === null) continue;
    const members = Object.values(value);
    if (members.length > MAX_VALUES) return true;
    left.push(...members);
  }
  return false;
}
