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
 * JSON pointer and a message for each fault.
 */
export function validator<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value;
    throw new KotdError('invalid', { errors: isLarge(value) ? LARGE : faultsOf(compiled, value) });
  };
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
