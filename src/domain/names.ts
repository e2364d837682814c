import { KotdError } from './errors.js';

/** Two names are the same to people when only case and the spaces around them differ. */
export function sameName(a: string, b: string): boolean {
  return folded(a) === folded(b);
}

/** @throws name_taken */
export function refuseTakenName(name: string, existing: Iterable<string>): void {
  for (const other of existing) {
    if (sameName(name, other)) {
      throw new KotdError('name_taken', {
        errors: [{ pointer: '/name', message: `"${other}" exists` }],
      });
    }
  }
}

/** The form in which names are compared. */
export function folded(name: string): string {
  return name.trim().toLowerCase();
}
