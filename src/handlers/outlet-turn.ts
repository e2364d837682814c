import type { Decision } from '../domain/decision.js';
import type { Outlet } from '../domain/shapes/organization.js';

/**
 * Writes the outlet with what was decided, unchanged but for its rev: of two commands that must not both
 * see the same outlet (names are unique in it), on whichever workers, one then decides again.
 */
export function withOutlet<R>(outlet: Outlet, { counters, changes }: Decision<R>): Decision<R> {
  return {
    counters,
    changes(numbers) {
      const decided = changes(numbers);
      const value = { ...outlet, rev: outlet.rev + 1 };
      return { ...decided, documents: [...decided.documents, { collection: 'outlet', value }] };
    },
  };
}
