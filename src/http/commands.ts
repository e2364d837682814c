import { KotdError } from '../domain/errors.js';
import type { Problem } from '../handlers/problem.js';
import type { Registry } from '../handlers/registry.js';
import type { Reply, Road } from '../handlers/road.js';
import type { AnyCommand, Input } from '../handlers/spec.js';
import { type Answer, jsonAnswer, NO_CONTENT, problemAnswer, withLines } from './answer.js';
import { MAX_BODY, MAX_PUBLIC_BODY } from './body.js';
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

  const isPublic = spec.reach === 'public';
  const longest = isPublic ? MAX_PUBLIC_BODY : MAX_BODY;

  async function handle(exchange: Exchange): Promise<Answer> {
    const bytes = await exchange.body(longest);
    const principal = isPublic ? null : await parts.gate.enter(exchange, spec.limit);
    const request = isPublic ? await counted(exchange, bytes) : read(exchange, bytes);
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

  /** A public call is counted by whom it is about. Nonsense has no account, only where it came from. */
  async function counted(exchange: Exchange, bytes: Uint8Array): Promise<Request> {
    const { address } = exchange;
    const count = (account: string | null) =>
      parts.gate.count(exchange, { class: spec.limit, principal: null, account, address });
    let request: Request;
    let account: string | null;
    try {
      request = read(exchange, bytes);
      account = spec.account?.(validate(request.body)) ?? null;
    } catch (nonsense) {
      await count(null);
      throw nonsense;
    }
    await count(account);
    return request;
  }

  return { label, parameters: names.length, addressed: isPublic, handle };
}

function replied(reply: Reply): Answer {
  const answer = answerOf(reply);
  const { replayed } = reply;
  return replayed ? withLines(answer, 'Idempotency-Replayed: true') : answer;
}

function answerOf({ status, body, texts }: Reply): Answer {
  if (status >= 400) return problemAnswer(body as Problem);
  if (status === 204) return NO_CONTENT;
  return jsonAnswer(status, body, revisionTag(body), texts?.of(body));
}
