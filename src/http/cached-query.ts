import type { Held, ReadyBytes, Resource } from '../cache/ready-bytes.js';
import type { OutletScope } from '../db/store.js';
import { isOutage } from '../db/outage.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Question, Road } from '../handlers/road.js';
import { type Answer, withLines } from './answer.js';
import type { Exchange } from './exchange.js';
import { staleLines } from './headers.js';
import { readyAnswer } from './ready-answer.js';

/** A question about an outlet that is answered with ready bytes, asked without parameters of its own. */
export class CachedQuery {
  readonly #resource: Resource;
  readonly #road: Pick<Road, 'ask' | 'mayAsk'>;
  readonly #cache: ReadyBytes;

  constructor(resource: Resource, road: Pick<Road, 'ask' | 'mayAsk'>, cache: ReadyBytes) {
    this.#resource = resource;
    this.#road = road;
    this.#cache = cache;
  }

  /**
   * Bytes that the caller was let to read before go out at once, without a promise or a read: whether
   * a caller may read them hangs on the principal, which never changes, and on the outlet being there.
   */
  answer(exchange: Exchange, principal: Principal, outletId: string): Answer | Promise<Answer> {
    const scope = { organizationId: principal.organizationId, outletId };
    const held = this.#cache.find(scope, this.#resource, exchange.turn);
    if (held?.readers.has(principal)) return readyAnswer(exchange, held.ready);
    return this.#fetch(exchange, principal, scope, held);
  }

  async #fetch(
    exchange: Exchange,
    principal: Principal,
    scope: OutletScope,
    found: Held | undefined,
  ): Promise<Answer> {
    const { name } = this.#resource;
    const question: Question = { name, outletId: scope.outletId, principal, query: {} };
    try {
      await this.#road.mayAsk(question);
      const ask = async () => (await this.#road.ask(question)).body;
      const held = found ?? (await this.#cache.fill(scope, this.#resource, ask));
      held.readers.add(principal);
      return await readyAnswer(exchange, held.ready);
    } catch (error) {
      if (!isOutage(error)) throw error;
      return await this.#lastGood(exchange, scope, error);
    }
  }

  /**
   * The store is away. Whoever comes here was found to have the role, and to belong to the outlet: what
   * needs no store is asked before what does, and that the outlet is there is known by its bytes.
   */
  async #lastGood(exchange: Exchange, scope: OutletScope, outage: Error): Promise<Answer> {
    const good = this.#cache.lastGood(scope, this.#resource);
    if (!good) throw outage;
    return withLines(await readyAnswer(exchange, good.held.ready), staleLines(good.age));
  }
}
