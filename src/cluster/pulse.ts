import type { Member } from './member.js';

type Asked = Pick<Member, 'state' | 'post'>;

/** Finds out how many workers live: not those that run, but those that serve and answer. */
export class Pulse {
  readonly #members: ReadonlySet<Asked>;
  readonly #missing = new Set<Asked>();
  #allHeard: () => void = () => undefined;

  constructor(members: ReadonlySet<Asked>) {
    this.#members = members;
  }

  /**
   * Asks all workers that serve; answers how many did answer within so many ms. One question at a time. An
   * answer to an earlier question counts: whoever gives it now is alive now.
   */
  take(patienceMs: number): Promise<number> {
    this.#missing.clear();
    for (const member of this.#members) {
      if (member.state === 'ready' || member.state === 'draining') this.#missing.add(member);
    }
    const asked = this.#missing.size;
    if (asked === 0) return Promise.resolve(0);
    for (const member of this.#missing) member.post({ kind: 'ping' });
    return new Promise((resolve) => {
      const enough = setTimeout(() => this.#allHeard(), patienceMs);
      this.#allHeard = () => {
        clearTimeout(enough);
        resolve(asked - this.#missing.size);
      };
    });
  }

  hear(member: Asked): void {
    if (this.#missing.delete(member) && this.#missing.size === 0) this.#allHeard();
  }
}
