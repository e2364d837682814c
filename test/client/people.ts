import { Listeners } from '../../client/listeners.js';
import { SignedOut } from '../../client/problem.js';
import type { Person, TokenProvider } from '../../client/tokens.js';

export function person(id: string, role: Person['user']['role'] = 'owner'): Person {
  return { user: { id, name: id, role, organizationId: 'organization' }, outlets: [] };
}

/** Tokens that a test hands out. */
export class Tokens implements TokenProvider {
  /** What was said to be refused. */
  readonly refused: (string | undefined)[] = [];
  readonly #changed = new Listeners();
  #token: string | null;
  #person: Person | null;

  constructor(token: string | null = 'token', who: Person | null = person('asha')) {
    this.#token = token;
    this.#person = who;
  }

  async token(refused?: string): Promise<string> {
    this.refused.push(refused);
    if (this.#token === null) throw new SignedOut();
    return this.#token;
  }

  get(): Person | null {
    return this.#person;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** From now on it is this one, of this person. */
  become(token: string | null, who: Person | null = this.#person): void {
    this.#token = token;
    this.#person = who;
    this.#changed.tell();
  }
}
