import { STATUS_CODES } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';
import { KotdError } from '../domain/errors.js';
import type { LimitVerdict } from '../limits/limits.js';
import { type Answer, refusal } from './answer.js';
import { turnNow } from './arrivals.js';
import { Body, MAX_BODY } from './body.js';
import type { Cors } from './cors.js';
import { rateLimitLines } from './headers.js';
import type { Peers } from './peers.js';
import { CLIENT_GONE, type Traffic, type Waiting } from './traffic.js';

/** Answers a kind of request. */
export interface Route {
  /** What logs and metrics call it: the path's template. */
  readonly label: string;
  /** How many parameters its path has. */
  readonly parameters: number;
  /** It wants to know where its requests come from. */
  readonly addressed?: boolean;
  /** May throw or reject: a KotdError becomes its problem, anything else a 500. */
  handle(exchange: Exchange): Answer | Promise<Answer>;
}

export interface ExchangeParts {
  traffic: Traffic;
  cors: Cors;
  peers: Peers;
  newTraceId(): string;
}

/** What proxies tell of themselves by. Nobody has to trust it to be more careful for it. */
const PROXY_HEADERS = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'];
const TRACE_ID = /^[A-Za-z0-9._-]{1,128}$/;
/** Stands for a header that cannot be read; no header that is good says so. */
const UNREADABLE = '\ufffd';
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const STATUS_LINES = new Map(
  Object.entries(STATUS_CODES).map(([code, text]) => [Number(code), `${code} ${text}`]),
);
const text = new TextDecoder();

/**
 * Answers one request; nothing a route does or fails to do gets past it.
 * @param method as it was routed by, or as the client wrote it
 */
export function serve(
  res: HttpResponse,
  req: HttpRequest,
  route: Route,
  parts: ExchangeParts,
  method: string,
): void {
  let exchange: Exchange;
  try {
    exchange = new Exchange(res, req, route, parts, method);
  } catch (error) {
    parts.traffic.failed({ traceId: '', label: route.label, method: 'OTHER' }, error);
    res.close();
    return;
  }
  exchange.run(route);
}

/**
 * One request and its answer: the only code that touches those of uWebSockets, because it kills the
 * process when they are used wrongly. The request is dead when the handler returns, so all that a route
 * may want is read at once. The response is written in one go, exactly once, never
 * after the client went away, and inside `cork`, without which every header is a system call.
 */
export class Exchange implements Waiting {
  readonly method: string;
  readonly label: string;
  readonly startedAt: number;
  /** The turn of the event loop that it arrived in. */
  readonly turn = turnNow();
  readonly traceId: string;
  /** Path parameters as they stand in the path. */
  readonly parameters: string[] = [];
  readonly query: string;
  readonly authorization: string;
  readonly origin: string;
  readonly acceptEncoding: string;
  readonly ifNoneMatch: string;
  readonly ifMatch: string;
  readonly idempotencyKey: string;
  readonly contentType: string;
  /** If `addressed`: the peer as uWebSockets names it, where it comes from, whether a proxy tells of itself. */
  readonly peer: string = '';
  readonly address: string = '';
  readonly forwarded: boolean = false;
  /** The budget that the call drew on, for its headers. */
  limit: LimitVerdict | null = null;

  readonly #res: HttpResponse;
  readonly #parts: ExchangeParts;
  /** Whether the body's length is told twice, or in a way that others may read differently. */
  readonly #ambiguous: boolean;
  readonly #declaredLength: number;
  /** The answer can still be written. */
  #open = true;
  /** The handler has returned: onAborted is attached, and what is written must be corked. */
  #late = false;
  /** What follows on the connection cannot be trusted to be a request. */
  #closing = false;

  constructor(
    res: HttpResponse,
    req: HttpRequest,
    route: Route,
    parts: ExchangeParts,
    method: string,
  ) {
    this.#res = res;
    this.#parts = parts;
    this.startedAt = parts.traffic.now();
    this.label = route.label;
    this.method = METHODS.has(method) ? method : 'OTHER';
    const traceId = req.getHeader('x-request-id');
    this.traceId = traceId !== '' && TRACE_ID.test(traceId) ? traceId : parts.newTraceId();
    for (let at = 0; at < route.parameters; at++) this.parameters.push(req.getParameter(at) ?? '');
    this.query = req.getQuery() ?? '';
    this.authorization = req.getHeader('authorization');
    this.origin = parts.cors.active ? req.getHeader('origin') : '';
    if (route.addressed) {
      this.forwarded = PROXY_HEADERS.some((name) => req.getHeader(name) !== '');
      this.peer = text.decode(res.getRemoteAddressAsText());
      this.address = parts.peers.addressOf(this.peer, valuesOf(req, 'x-forwarded-for').join());
    }
    const reading = method === 'GET' || method === 'HEAD';
    this.acceptEncoding = reading ? req.getHeader('accept-encoding') : '';
    this.ifNoneMatch = reading ? req.getHeader('if-none-match') : '';
    this.ifMatch = reading ? '' : saidIn(req, 'if-match');
    this.idempotencyKey = reading ? '' : saidIn(req, 'idempotency-key');
    this.contentType = reading ? '' : req.getHeader('content-type');
    const length = req.getHeader('content-length');
    this.#declaredLength = Number(length);
    this.#ambiguous = hasAmbiguousLength(req, length);
  }

  run(route: Route): void {
    try {
      const answer = this.#ambiguous ? this.#distrust() : route.handle(this);
      if (answer instanceof Promise) this.#wait(answer);
      else this.#send(answer);
    } catch (error) {
      this.refuse(error);
    }
  }

  /**
   * Reads the body. To be called before the route's first await, or it is lost.
   * @param most bytes that are read
   * @throws KotdError
   */
  body(most = MAX_BODY): Promise<Uint8Array> {
    this.#return();
    return new Promise((resolve, reject) => {
      if (this.#declaredLength > most) {
        this.#closing = true;
        reject(new KotdError('body_too_large'));
        return;
      }
      const body = new Body(most);
      this.#res.onData((chunk, last) => {
        if (!this.#open || this.#closing) return;
        try {
          body.append(chunk);
          if (last) resolve(body.bytes);
        } catch (error) {
          this.#closing = true;
          reject(error);
        }
      });
    });
  }

  /**
   * Answers with the problem; what is not a KotdError is a defect, logged here and told to nobody, and so
   * is what an outage came from.
   */
  refuse(error: unknown): void {
    const known = error instanceof KotdError;
    if (!known || error.cause !== undefined) this.#parts.traffic.failed(this, error);
    const refused = known ? error : new KotdError('internal');
    this.#send(refusal(refused, this.traceId, this.limit?.resetSeconds));
  }

  /**
   * An answer at once would let uWebSockets run what it takes for the next request, which may be the
   * rest of this one. While an answer is awaited it closes the connection instead.
   */
  async #distrust(): Promise<Answer> {
    this.#closing = true;
    await nextTurn();
    throw new KotdError('malformed_body', { detail: 'The length of the body is ambiguous' });
  }

  #wait(answer: Promise<Answer>): void {
    this.#return();
    answer.then((ready) => this.#send(ready)).catch((error) => this.refuse(error));
  }

  #return(): void {
    if (this.#late) return;
    this.#late = true;
    this.#res.onAborted(() => this.#abort());
    this.#parts.traffic.enter(this);
  }

  #abort(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#parts.traffic.leave(this);
    this.#parts.traffic.ended(this, CLIENT_GONE);
  }

  #send(answer: Answer): void {
    if (!this.#open) return;
    this.#open = false;
    if (this.#late) this.#res.cork(() => this.#attempt(answer));
    else this.#attempt(answer);
    this.#parts.traffic.leave(this);
    this.#parts.traffic.ended(this, answer.status);
  }

  /** Nothing may be thrown into uWebSockets, nor a request be left without an end. */
  #attempt(answer: Answer): void {
    try {
      this.#write(answer);
    } catch (error) {
      this.#parts.traffic.failed(this, error);
      this.#res.close();
    }
  }

  #write({ status, lines, body }: Answer): void {
    const { traffic, cors } = this.#parts;
    const close = this.#closing || traffic.draining;
    let head = `${this.traceId}\r\n${lines}`;
    if (this.limit) head += `\r\n${rateLimitLines(this.limit)}`;
    if (cors.active) head += `\r\n${cors.linesFor(this.origin)}`;
    this.#res.writeStatus(STATUS_LINES.get(status) ?? `${status}`);
    if (body !== null && this.method !== 'HEAD') {
      this.#res.writeHeader('X-Request-Id', head);
      this.#res.end(body, close);
      return;
    }
    // endWithoutBody(length) never ends the response in this build, and with `true` it claims a length of 0.
    if (body !== null) head += `\r\nContent-Length: ${Buffer.byteLength(body)}`;
    if (close) head += '\r\nConnection: close';
    this.#res.writeHeader('X-Request-Id', head);
    this.#res.endWithoutBody();
  }
}

/**
 * uWebSockets takes the first of several lengths and any transfer coding for `chunked`. A proxy that
 * reads them otherwise would see another request's beginning where we see this one's end.
 */
function hasAmbiguousLength(req: HttpRequest, length: string): boolean {
  const coding = req.getHeader('transfer-encoding');
  if (coding === '' && length === '') return false;
  const told = [...valuesOf(req, 'content-length'), ...valuesOf(req, 'transfer-encoding')];
  return told.length > 1 || (coding !== '' && coding.toLowerCase() !== 'chunked');
}

/**
 * A header without which a command would mean something else. uWebSockets takes bytes above ASCII at either
 * end of a value for white space: of a key of such bytes the empty text is left, as if there were none, and
 * a repeat would be a second command.
 */
function saidIn(req: HttpRequest, name: string): string {
  const value = req.getHeader(name);
  return value === '' && valuesOf(req, name).length > 0 ? UNREADABLE : value;
}

/** Each value of a header that may have come more than once; `getHeader` knows only the first. */
function valuesOf(req: HttpRequest, wanted: string): string[] {
  const values: string[] = [];
  req.forEach((name, value) => {
    if (name === wanted) values.push(value);
  });
  return values;
}
