import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { Context, Decision } from '../domain/decision.js';
import type { Permission } from '../domain/permissions.js';
import type { Outlet } from '../domain/shapes/organization.js';
import type { Scope } from '../db/store.js';
import type { Passwords } from './auth/passwords.js';
import type { Principal } from './auth/principal.js';
import type { Tokens } from './auth/tokens.js';
import type { Reader } from './reader.js';

/** Which requests-per-minute budget a call draws on (design §9). */
export type LimitClass = 'auth' | 'orders' | 'other';

/** Who may call: anybody, staff of the organization, or staff of the outlet named in the call. */
export type Reach = 'public' | 'organization' | 'outlet';

/** What a handler works with. Reads are bound to the caller's scope. */
export interface Work<P = Principal> {
  scope: Scope;
  read: Reader;
  context: Context;
  principal: P;
  passwords: Passwords;
  tokens: Tokens;
  /** The revision the caller insists on (`If-Match`), or null. */
  ifMatch: number | null;
}

/** Work of a call that concerns an outlet; the outlet is loaded and the caller may enter it. */
export interface OutletWork extends Work {
  outlet: Outlet;
}

interface WorkOf {
  public: Work<null>;
  organization: Work;
  outlet: OutletWork;
}

interface Call<R extends Reach> {
  /** Path below /api/v1, parameters in braces; they are fields of the input. */
  path: string;
  summary: string;
  reach: R;
  /** null only where reach is public, or where every role may. */
  permission: Permission | null;
  limit: LimitClass;
}

/** A command: the one description its HTTP route, socket frame, documents and tests are made from. */
export interface CommandSpec<R extends Reach, B extends TObject, A extends TSchema>
  extends Call<R> {
  /** Name on the socket, and of the permission where there is one: `order.addLines`. */
  type: string;
  method: 'POST' | 'PATCH' | 'PUT';
  /** A second path of the same command, with more of the body in it. */
  alsoPath?: string;
  /** Path parameters (without outletId) and body together. Unknown fields are refused. */
  body: B;
  answer: A;
  status: 200 | 201 | 204;
  /** Also a `cmd` frame on the socket. */
  socket?: boolean;
  /** Fields that must not be kept, not even hashed without a key. */
  secrets?: readonly string[];
  /** Done again it does nothing more, so that no answer is kept for who repeats it, nor looked for. */
  repeatable?: boolean;
  /** Anybody may send it: an id then counts only together with its body, and tells nothing to who guesses one. */
  hidesIds?: boolean;
  /** Commands with the same key run one after another within a worker, so that they seldom conflict. */
  inTurn?(body: Static<B>): string | null;
  /** For public commands: whose data it is about, and whose requests per minute it uses. */
  scope?(work: Work<null>, body: Static<B>, commandId: string | null): Promise<Scope>;
  account?(body: Static<B>): string;
  decide(work: WorkOf[R], body: Static<B>): Promise<Decision<unknown>>;
  /** Makes the answer from the result, where the two differ. Also used to answer a repeat. */
  present?(work: WorkOf[R], result: unknown, body: Static<B>): Promise<Static<A>>;
}

/** A question: changes nothing. */
export interface QuerySpec<R extends Reach, Q extends TObject, A extends TSchema> extends Call<R> {
  /** Name of the permission too: `order.read`. */
  name: string;
  /** Path parameters (without outletId) and query string together. */
  query: Q;
  answer: A;
  /**
   * Served as ready bytes, and dropped by changes of this version. The answer may depend on nothing but
   * documents that advance the version: other boxes get the same bytes from L2 for up to an hour.
   */
  cached?: 'menu' | 'tables' | 'stations';
  respond(work: WorkOf[R], query: Static<Q>): Promise<{ body: Static<A>; etag?: string }>;
}

/** An input after its schema accepted it, where the registry no longer knows its type. */
export type Input = Record<string, unknown>;

export type AnyCommand = CommandSpec<Reach, TObject, TSchema>;
export type AnyQuery = QuerySpec<Reach, TObject, TSchema>;

/** A command whose types are not forgotten: client/calls.ts tells terminals of them. */
export interface KnownCommand<
  T extends string,
  P extends string,
  M extends AnyCommand['method'],
  S extends boolean,
  B extends TObject,
  A extends TSchema,
> extends Omit<AnyCommand, 'type' | 'path' | 'method' | 'socket' | 'body' | 'answer'> {
  type: T;
  path: P;
  method: M;
  socket?: S;
  body: B;
  answer: A;
}

export interface KnownQuery<
  N extends string,
  P extends string,
  Q extends TObject,
  A extends TSchema,
> extends Omit<AnyQuery, 'name' | 'path' | 'query' | 'answer'> {
  name: N;
  path: P;
  query: Q;
  answer: A;
}

/** Keeps the types of one command, for the registry and for who calls it by name. */
export function command<
  R extends Reach,
  B extends TObject,
  A extends TSchema,
  const T extends string,
  const P extends string,
  M extends AnyCommand['method'],
  S extends boolean = false,
>(
  spec: CommandSpec<R, B, A> & { type: T; path: P; method: M; socket?: S },
): KnownCommand<T, P, M, S, B, A> {
  return spec as unknown as KnownCommand<T, P, M, S, B, A>;
}

export function query<
  R extends Reach,
  Q extends TObject,
  A extends TSchema,
  const N extends string,
  const P extends string,
>(spec: QuerySpec<R, Q, A> & { name: N; path: P }): KnownQuery<N, P, Q, A> {
  return spec as unknown as KnownQuery<N, P, Q, A>;
}
