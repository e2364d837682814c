/** Whom a change of people is about: one session or, with null, everybody of the organization. */
export interface Doubt {
  organizationId: string;
  sessionId: string | null;
}

/** Whose a thing is. */
export interface OfSession {
  organizationId: string;
  sessionId: string;
}

/** Things that belong to sessions: those of one are found without a look at all the others. */
export class BySession<T> {
  readonly #organizations = new Map<string, Map<string, Set<T>>>();

  add({ organizationId, sessionId }: OfSession, thing: T): void {
    const sessions = this.#organizations.get(organizationId) ?? new Map<string, Set<T>>();
    const things = sessions.get(sessionId) ?? new Set<T>();
    this.#organizations.set(organizationId, sessions.set(sessionId, things.add(thing)));
  }

  remove({ organizationId, sessionId }: OfSession, thing: T): void {
    const sessions = this.#organizations.get(organizationId);
    const things = sessions?.get(sessionId);
    things?.delete(thing);
    if (things?.size === 0) sessions?.delete(sessionId);
    if (sessions?.size === 0) this.#organizations.delete(organizationId);
  }

  *all(): Iterable<T> {
    for (const sessions of this.#organizations.values()) {
      for (const things of sessions.values()) yield* things;
    }
  }

  *of({ organizationId, sessionId }: Doubt): Iterable<T> {
    const sessions = this.#organizations.get(organizationId);
    if (sessionId !== null) yield* sessions?.get(sessionId) ?? [];
    else for (const things of sessions?.values() ?? []) yield* things;
  }
}
