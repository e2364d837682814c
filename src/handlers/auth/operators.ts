import { normalEmail } from '../../domain/staff.js';
import { Reader } from '../reader.js';
import type { Store } from '../../db/store.js';
import type { Principal } from './principal.js';

/** Organizations that are looked at together. */
const PAGE = 1000;

export interface OperatorSettings {
  /** Login e-mail addresses of those who run the box; null: nobody has said. */
  emails: readonly string[] | null;
  /** Whose box it is until somebody says: the owner of the demo, where a demo is made. */
  demoOwner: string | null;
}

/**
 * Who runs this box, and may see how it does. On a box that many organizations share no owner of one may,
 * unless the box is theirs: so it goes by login, not by role.
 */
export class Operators {
  readonly #store: Store;
  readonly #emails: ReadonlySet<string>;
  readonly #demoOwner: string | null;
  /** Whether the demo owner's organization is the one that was made with the store. */
  #isFirst: boolean | null = null;

  constructor(store: Store, { emails, demoOwner }: OperatorSettings) {
    this.#store = store;
    this.#emails = new Set(emails?.map(normalEmail));
    this.#demoOwner = emails === null ? demoOwner : null;
  }

  async has({ organizationId, staffId }: Principal): Promise<boolean> {
    const staff = await this.#store.get({ organizationId }, 'staff', staffId);
    if (!staff) return false;
    if (this.#emails.has(staff.email)) return true;
    return staff.email === this.#demoOwner && (await this.#foundedFirst(organizationId));
  }

  /**
   * The demo is only ever made in an empty store. Where it was not, a stranger may have signed up under its
   * owner's address, which everybody knows.
   */
  async #foundedFirst(organizationId: string): Promise<boolean> {
    this.#isFirst ??= await this.#noneIsOlder(organizationId);
    return this.#isFirst;
  }

  async #noneIsOlder(organizationId: string): Promise<boolean> {
    const createdAt = await this.#createdAt(organizationId);
    let last: string | null = null;
    for (;;) {
      const ids: string[] = await this.#store.organizations(last, PAGE);
      const others = await Promise.all(ids.map((id) => this.#createdAt(id)));
      if (others.some((other) => other < createdAt)) return false;
      if (ids.length < PAGE) return true;
      last = ids.at(-1) ?? null;
    }
  }

  async #createdAt(organizationId: string): Promise<string> {
    const reader = new Reader(this.#store, { organizationId });
    return (await reader.need('organization', organizationId)).createdAt;
  }
}
