import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import type { Problem } from '../handlers/problem.js';
import type { Registry } from '../handlers/registry.js';
import type { Reply, Road } from '../handlers/road.js';
import type { AnyCommand, Input } from '../handlers/spec.js';
import { type Answer, jsonAnswer, NO_CONTENT, problemAnswer, withLines } from './answer.js';
import { commandId, revisionTag, revisionWanted } from './conditions.js';
import type { Exchange, Route } from './exchange.js';
import type { Gate } from './gate.js';
import { bodyInput, merged, parameterNames, pathInput } from './input.js';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

export interface CommandParts {
  registry: Registry;
  road: Pick<Road, 'run'>;
  gate: Gate;
}

/** What a request of a command says, besides who sends it. */
interface Request {
  outletId: string | null;
  body: Input;
}

/** The HTTP side of a command. */
export function commandRoute(
  spec: AnyCommand,
  path: string,
  label: string,
  parts: CommandParts,
): Route {
  const names = parameterNames(path);
  const { validate } = parts.registry.command(spec.type);

  async function handle(exchange: Exchange): Promise<Answer> {
    const address = spec.reach === 'public' ? exchange.address() : '';
    const bytes = await exchange.body();
    let principal: Principal | null = null;
    let request: Request;
    if (spec.reach === 'public') {
      request = read(exchange, bytes);
      await countPublic(exchange, request.body, address);
    } else {
      principal = await parts.gate.enter(exchange, spec.limit);
      request = read(exchange, bytes);
    }
    const reply = await parts.road.run({
      id: commandId(exchange.idempotencyKey),
      type: spec.type,
      outletId: request.outletId,
      principal,
      body: request.body,
      ifMatch: revisionWanted(exchange.ifMatch),
      traceId: exchange.traceId,
    });
    return replied(reply);
  }

  function read(exchange: Exchange, bytes: Uint8Array): Request {
    const { outletId = null, ...path } = pathInput(names, exchange.parameters);
    if (bytes.length > 0 && exchange.contentType !== '' && !JSON_TYPE.test(exchange.contentType)) {
      throw new KotdError('unsupported_media_type');
    }
    return { outletId, body: merged(bodyInput(bytes), path) };
  }

  /** Nonsense is counted by where it comes from; it has no account to be counted on. */
  async function countPublic(exchange: Exchange, body: Input, address: string): Promise<void> {
    let account: string | null = null;
    let fault: unknown = null;
    try {
      account = spec.account?.(validate(body)) ?? null;
    } catch (error) {
      fault = error;
    }
    await parts.gate.count(exchange, { class: spec.limit, principal: null, account, address });
    if (fault !== null) throw fault;
  }

  return { label, parameters: names.length, handle };
}

function replied({ status, body, replayed }: Reply): Answer {
  const answer = answerOf(status, body);
  return replayed ? withLines(answer, 'Idempotency-Replayed: true') : answer;
}

function answerOf(status: number, body: unknown): Answer {
  if (status >= 400) return problemAnswer(body as Problem);
  return status === 204 ? NO_CONTENT : jsonAnswer(status, body, revisionTag(body));
}
