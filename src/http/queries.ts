import type { ReadyBytes } from '../cache/ready-bytes.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Road } from '../handlers/road.js';
import type { AnyQuery } from '../handlers/spec.js';
import { type Answer, jsonAnswer, taggedAnswer, unchanged } from './answer.js';
import { CachedQuery } from './cached-query.js';
import { namesTag, revisionTag } from './conditions.js';
import type { Exchange, Route } from './exchange.js';
import { after, type Gate } from './gate.js';
import { merged, parameterNames, pathInput, QueryReader } from './input.js';

export interface QueryParts {
  road: Pick<Road, 'ask' | 'mayAsk'>;
  gate: Gate;
  cache: ReadyBytes;
}

/** The HTTP side of a question. */
export function queryRoute(spec: AnyQuery, label: string, parts: QueryParts): Route {
  const names = parameterNames(spec.path);
  const reader = new QueryReader(spec.query);
  const cached = spec.cached
    ? new CachedQuery({ name: spec.name, version: spec.cached }, parts.road, parts.cache)
    : null;

  const isPublic = spec.reach === 'public';

  function handle(exchange: Exchange): Answer | Promise<Answer> {
    if (isPublic) return askPublic(exchange);
    return after(parts.gate.enter(exchange, spec.limit), (principal) => {
      if (cached === null || exchange.query !== '') return ask(exchange, principal);
      const { outletId = '' } = pathInput(names, exchange.parameters);
      return cached.answer(exchange, principal, outletId);
    });
  }

  async function askPublic(exchange: Exchange): Promise<Answer> {
    const call = { principal: null, account: null, address: exchange.address };
    await parts.gate.count(exchange, { class: spec.limit, ...call });
    return await ask(exchange, null);
  }

  async function ask(exchange: Exchange, principal: Principal | null): Promise<Answer> {
    const { outletId = null, ...path } = pathInput(names, exchange.parameters);
    const query = merged(reader.read(exchange.query), path);
    const { body, etag } = await parts.road.ask({ name: spec.name, outletId, principal, query });
    const tag = etag === undefined ? revisionTag(body) : `"${etag}"`;
    if (tag === null) return jsonAnswer(200, body, null);
    const known = exchange.ifNoneMatch !== '' && namesTag(exchange.ifNoneMatch, tag);
    return known ? unchanged(tag) : taggedAnswer(body, tag);
  }

  return { label, parameters: names.length, addressed: isPublic, handle };
}
