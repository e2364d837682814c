import { seeded } from '../../demo/chance.js';
import type { Store } from '../../src/db/store.js';
import type { Role } from '../../src/domain/shapes/staff.js';
import type { Principal } from '../../src/handlers/auth/principal.js';
import { Passwords } from '../../src/handlers/auth/passwords.js';
import { Tokens } from '../../src/handlers/auth/tokens.js';
import { registry } from '../../src/handlers/index.js';
import { type Command, type Reply, Road } from '../../src/handlers/road.js';

/** A command as somebody in the restaurant gives it. */
export interface Said {
  type: string;
  body: object;
  outletId?: string | null;
  id?: string | null;
}

/** Salts would make two evenings of one seed differ. */
class PlainPasswords extends Passwords {
  override async hash(password: string): Promise<string> {
    return `plain$${password}`;
  }

  override async matches(password: string, hash: string | undefined): Promise<boolean> {
    return hash === `plain$${password}`;
  }
}

const registered = registry();

/**
 * A restaurant without doors: commands go down the road onto a store. Time, ids and chance follow
 * from the seed, so whatever two of them do differently comes from their stores.
 */
export class Played {
  readonly seed: number;
  /** Every answer as it went out, in order. */
  readonly answers: string[] = [];
  /** How often each command was answered with which status. */
  readonly statuses = new Map<string, number>();
  readonly people: Principal[] = [];
  outletIds: string[] = [];
  readonly #road: Road;
  readonly #chance: () => number;
  #now = Date.parse('2026-03-31T12:00:00.000Z');
  #ids = 0;
  #last: Command | null = null;

  constructor(store: Store, seed: number) {
    this.seed = seed;
    this.#chance = seeded(seed);
    this.#road = new Road({
      registry: registered,
      store,
      passwords: new PlainPasswords(4),
      tokens: new Tokens('the same secret'),
      now: () => new Date(this.#now).toISOString(),
      newId: () => this.newId('id'),
      published: () => undefined,
      failed(error) {
        throw error;
      },
    });
  }

  newId(what: string): string {
    this.#ids++;
    return `${what}-${this.seed}-${String(this.#ids).padStart(6, '0')}`;
  }

  /** 0 to below `n`. */
  number(n: number): number {
    return Math.floor(this.#chance() * n);
  }

  pick<T>(of: readonly T[]): T | undefined {
    return of[this.number(of.length)];
  }

  /** Often no time at all: then only ids order what happened. */
  wait(): void {
    this.#now += this.pick([0, 0, 0, 1, 900, 60_000, 1_200_000]) ?? 0;
  }

  person(role: Role): Principal {
    const found = this.people.find((one) => one.role === role);
    if (!found) throw new Error(`no ${role} works here`);
    return found;
  }

  async run(said: Said, principal: Principal | null): Promise<Reply> {
    const { type, body, outletId = this.outletIds[0] ?? null, id = this.newId('command') } = said;
    const command = { id, type, outletId, principal, body, ifMatch: null, traceId: 'trace' };
    this.#last = command;
    return await this.#carry(command);
  }

  /** The last command again: as it was, or another one under the same id. */
  async repeat(altered: boolean): Promise<void> {
    if (!this.#last) return;
    const { body } = this.#last;
    const other = altered ? { ...(body as object), quantity: 77, reason: 'another' } : body;
    await this.#carry({ ...this.#last, body: other });
  }

  async #carry(command: Command): Promise<Reply> {
    const reply = await this.#road.run(command);
    const key = `${command.type} ${reply.status}${reply.replayed ? ' again' : ''}`;
    this.statuses.set(key, (this.statuses.get(key) ?? 0) + 1);
    this.answers.push(`${command.type} ${command.id} ${JSON.stringify(reply)}`);
    return reply;
  }

  async ask<B>(name: string, query: object, outletId = this.outletIds[0] ?? null): Promise<B> {
    const principal = this.person('owner');
    const answer = await this.#road.ask({ name, outletId, principal, query });
    this.answers.push(`${name} ${JSON.stringify(query)} ${JSON.stringify(answer)}`);
    return answer.body as B;
  }

  /** Documents of a list, in pages so small that cursors are needed. */
  async list<D>(name: string, query: object, outletId?: string): Promise<D[]> {
    const found: D[] = [];
    let cursor: string | null = null;
    do {
      const asked: object = { ...query, limit: 2 + this.number(9), ...(cursor ? { cursor } : {}) };
      const page: Page<D> = await this.ask(name, asked, outletId);
      found.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== null && found.length < 12);
    return found;
  }
}

interface Page<D> {
  data: D[];
  nextCursor: string | null;
}
