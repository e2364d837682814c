import { backoff } from './backoff.js';
import type { Answer, Body, Found, Query } from './calls.js';
import type { World } from './ports.js';
import { type Problem, ProblemError, Unreachable } from './problem.js';
import { COMMANDS, type CommandName, QUERIES, type Question } from './routes.js';
import type { TokenProvider } from './tokens.js';

type Headers = Readonly<Record<string, string>>;

/** A call that is not answered within this long has failed; ms. */
const PATIENCE_MS = 15_000;
/** How often a call is sent whose answer gets lost. A command keeps its id, so that it has one effect. */
const TRIES = 3;

export interface ApiParts {
  world: World;
  /** Of the server: `https://kotd.example`. */
  url: string;
  newId(): string;
}

export interface CallOptions {
  /** Which outlet it is about, where the path names one. */
  outlet?: string;
}

export interface CommandOptions extends CallOptions {
  /** The `Idempotency-Key`: the same one again is the same command. Without it each call is a new one. */
  id?: string;
  /** The revision that must still be the newest (`If-Match`). */
  ifMatch?: number;
}

export interface Tagged<T> {
  body: T;
  /** Names this state of the answer; null where the server gives none. */
  etag: string | null;
}

/** kotd over HTTP: every question, and commands that wait in no outbox. */
export class Api {
  readonly #parts: ApiParts;
  readonly #tokens: TokenProvider | null;

  /** @param tokens null: only what anybody may ask */
  constructor(parts: ApiParts, tokens: TokenProvider | null) {
    this.#parts = parts;
    this.#tokens = tokens;
  }

  /** @throws ProblemError, Unreachable, SignedOut */
  async query<N extends Question>(
    name: N,
    query: Query<N>,
    { outlet }: CallOptions = {},
  ): Promise<Found<N>> {
    const answer = await this.#call('GET', QUERIES[name], withOutlet(query, outlet), {});
    return answer.body as Found<N>;
  }

  /**
   * As `query`, but sends nothing anew that the caller has in this very state.
   * @returns null when `etag` still names what the server would answer
   */
  async queryChanged<N extends Question>(
    name: N,
    query: Query<N>,
    { outlet, etag }: CallOptions & { etag: string | null },
  ): Promise<Tagged<Found<N>> | null> {
    const headers: Headers = etag === null ? {} : { 'If-None-Match': etag };
    const answer = await this.#call('GET', QUERIES[name], withOutlet(query, outlet), headers);
    return answer.status === 304 ? null : { body: answer.body as Found<N>, etag: answer.etag };
  }

  /** @throws ProblemError, Unreachable, SignedOut */
  async command<T extends CommandName>(
    type: T,
    body: Body<T>,
    { outlet, id = this.#parts.newId(), ifMatch }: CommandOptions = {},
  ): Promise<Answer<T>> {
    const [method, path] = COMMANDS[type];
    const headers: Record<string, string> = { 'Idempotency-Key': id };
    if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
    return (await this.#call(method, path, withOutlet(body, outlet), headers)).body as Answer<T>;
  }

  async #call(method: string, path: string, fields: object, headers: Headers) {
    const { clock, random } = this.#parts.world;
    const { target, rest } = placed(path, fields as Record<string, unknown>);
    const asked = method === 'GET' ? `${target}${search(rest)}` : target;
    const body = method === 'GET' ? undefined : JSON.stringify(rest);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#authorized(method, asked, body, headers);
      } catch (error) {
        if (!(error instanceof Unreachable) || tries === TRIES) throw error;
      }
      await new Promise<void>((resolve) => clock.after(backoff(tries, random()), resolve));
    }
  }

  /** With a token, and with another one where the first has run out meanwhile. */
  async #authorized(method: string, path: string, body: string | undefined, more: object) {
    const headers: Record<string, string> = { ...more };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (!this.#tokens) return await this.#ask(method, path, body, headers);
    const token = await this.#tokens.token();
    const bearer = (held: string) => ({ ...headers, Authorization: `Bearer ${held}` });
    try {
      return await this.#ask(method, path, body, bearer(token));
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code !== 'token_expired') throw error;
      return await this.#ask(method, path, body, bearer(await this.#tokens.token(token)));
    }
  }

  async #ask(method: string, path: string, body: string | undefined, headers: Headers) {
    const { world, url } = this.#parts;
    const abort = new AbortController();
    const calm = world.clock.after(PATIENCE_MS, () => abort.abort());
    try {
      const init: RequestInit = { method, headers, signal: abort.signal };
      const response = await world.fetch(
        `${url}/api/v1${path}`,
        body === undefined ? init : { ...init, body },
      );
      const text = await response.text();
      const answer = text === '' ? null : (JSON.parse(text) as unknown);
      if (response.status >= 400) throw new ProblemError(answer as Problem);
      return { status: response.status, body: answer, etag: response.headers.get('etag') };
    } catch (error) {
      if (error instanceof ProblemError) throw error;
      throw new Unreachable(`${method} ${path}`, error);
    } finally {
      calm();
    }
  }
}

/** Every path that names an outlet has it as a field like any other. */
function withOutlet(fields: object, outlet: string | undefined): object {
  return outlet === undefined ? fields : { outletId: outlet, ...fields };
}

/** The path with its parameters filled in, and the fields that are left. */
function placed(path: string, fields: Record<string, unknown>) {
  const rest = { ...fields };
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    if (typeof value !== 'string') throw new TypeError(`${path} needs ${name}`);
    delete rest[name];
    return encodeURIComponent(value);
  });
  // What the path does not name must not reach the body, where it would be an unknown field.
  if (!path.includes('{outletId}')) delete rest.outletId;
  return { target, rest };
}

function search(fields: Record<string, unknown>): string {
  const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return '';
  return `?${new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, String(value)]))}`;
}
