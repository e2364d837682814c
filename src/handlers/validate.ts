import type { Static, TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { type Fault, KotdError } from '../domain/errors.js';

/** More faults than this help nobody and would let a hostile body cost more than a good one. */
const MAX_FAULTS = 10;

/**
 * Compiles a schema into a check that returns the value typed, or throws `invalid` (422) with a
 * JSON pointer and a message for each fault.
 */
export function validator<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const compiled = TypeCompiler.Compile(schema);
  return (value) => {
    if (compiled.Check(value)) return value;
    const faults: Fault[] = [];
    for (const error of compiled.Errors(value)) {
      if (faults.some((fault) => fault.pointer === error.path)) continue;
      faults.push({ pointer: error.path, message: error.message });
      if (faults.length === MAX_FAULTS) break;
    }
    throw new KotdError('invalid', { errors: faults });
  };
}
