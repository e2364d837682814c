import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Changes, Decision } from '../domain/decision.js';
import { KotdError, notFound } from '../domain/errors.js';
import { allows } from '../domain/permissions.js';
import type { CommandRecord, Commit, Committed, Scope, Store } from '../db/store.js';
import type { Texts } from '../db/texts.js';
import { mayEnter, type Principal } from './auth/principal.js';
import type { Passwords } from './auth/passwords.js';
import type { Tokens } from './auth/tokens.js';
import { fingerprint } from './fingerprint.js';
import { problemOf } from './problem.js';
import { Reader } from './reader.js';
import type { Registry } from './registry.js';
import type { AnyCommand, AnyQuery, Input, OutletWork, Work } from './spec.js';
import { Turns } from './turns.js';

/** Tries before a command that meets a conflict each time is given back as `busy`. */
const MAX_TRIES = 60;

/** What HTTP requests, socket frames, the demo's seed and tests all become. */
export interface Command {
  /** `Idempotency-Key` or `cmd.id`; null when the caller did not care to repeat it safely. */
  id: string | null;
  type: string;
  outletId: string | null;
  principal: Principal | null;
  body: unknown;
  ifMatch: number | null;
  traceId: string;
}

export interface Question {
  name: string;
  outletId: string | null;
  principal: Principal | null;
  query: unknown;
}

export interface Reply {
  status: number;
  /** The answer, or a problem when status is 400 or more. */
  body: unknown;
  /** The command had been carried out, or refused, before. */
  replayed: boolean;
  /** Position of the stream with the command's events; null when nothing was committed. */
  seq: number | null;
  /** The JSON of what was committed: `body` is often made of it. */
  texts: Texts | null;
}

export interface RoadParts {
  registry: Registry;
  store: Store;
  passwords: Passwords;
  tokens: Tokens;
  /** RFC 3339 UTC. */
  now(): string;
  newId(): string;
  /** Called after each commit that has events, before the reply. */
  published(scope: Scope, committed: Committed<unknown>): void;
  /** A defect, which no rule foresaw, or an outage; never a refusal by a rule. */
  failed(error: unknown, traceId: string, what: string): void;
}

interface Identity {
  id: string;
  fingerprint: string;
}

/** What is kept under a command's id. */
interface KeptAnswer {
  status: number;
  body: unknown;
}

/** Refusals that depend on the state are kept as the command's answer; those of the moment are not. */
const KEPT_REFUSALS = new Set([403, 404, 409, 412, 422]);

/** The one road on which state changes (design §2), and on which questions are answered. */
export class Road {
  readonly #parts: RoadParts;
  readonly #turns = new Turns();

  constructor(parts: RoadParts) {
    this.#parts = parts;
  }

  /** Carries a command out. Never throws: a refusal is a reply with a problem. */
  async run(command: Command): Promise<Reply> {
    try {
      const { spec, validate } = this.#parts.registry.command(command.type);
      this.#permit(spec, command.principal);
      // Who may not enter learns nothing of what a good body would be.
      const entered = await this.#enter(spec, command, command.ifMatch);
      const body = validate(command.body);
      const work = await this.#scoped(spec, entered, body, command.id);
      const key = spec.inTurn?.(body) ?? null;
      const go = () => this.#carryOut(spec, command, body, work);
      if (key === null) return await go();
      const { organizationId, outletId = '' } = entered.scope;
      return await this.#turns.take(`${organizationId}/${outletId}/${key}`, go);
    } catch (error) {
      return this.#refused(error, command.traceId, command.type);
    }
  }

  /** @throws KotdError */
  async ask(question: Question): Promise<{ body: unknown; etag?: string }> {
    const { spec, validate } = this.#parts.registry.query(question.name);
    this.#permit(spec, question.principal);
    const work = await this.#enter(spec, question, null);
    return await spec.respond(work as OutletWork, validate(question.query));
  }

  /** The caller may ask this question of this outlet: for answers that come from a cache. */
  async mayAsk(question: Question): Promise<void> {
    const { spec } = this.#parts.registry.query(question.name);
    this.#permit(spec, question.principal);
    await this.#enter(spec, question, null);
  }

  #permit(spec: AnyCommand | AnyQuery, principal: Principal | null): void {
    if (spec.reach === 'public') return;
    if (!principal) throw new KotdError('unauthenticated');
    if (spec.permission && !allows(spec.permission, principal.role))
      throw new KotdError('forbidden');
  }

  async #scoped<W extends Work>(
    spec: AnyCommand,
    work: W,
    body: Input,
    commandId: string | null,
  ): Promise<W> {
    if (!spec.scope) return work;
    const scope = await spec.scope(work as unknown as Work<null>, body, commandId);
    return { ...work, scope, read: new Reader(this.#parts.store, scope) };
  }

  async #enter(
    spec: AnyCommand | AnyQuery,
    call: { outletId: string | null; principal: Principal | null },
    ifMatch: number | null,
  ): Promise<Work & Partial<OutletWork>> {
    const { store, passwords, tokens, now, newId } = this.#parts;
    const { principal, outletId } = call;
    const organizationId = principal?.organizationId ?? '';
    const scope: Scope =
      spec.reach === 'outlet' && outletId ? { organizationId, outletId } : { organizationId };
    const work = {
      scope,
      read: new Reader(store, scope),
      context: {
        now: now(),
        newId,
        actor: { id: principal?.staffId ?? 'nobody', role: principal?.role ?? null },
      },
      principal: principal as Principal,
      passwords,
      tokens,
      ifMatch,
    };
    if (spec.reach !== 'outlet') return work;
    if (!principal || !outletId || !mayEnter(principal, outletId)) throw notFound();
    return { ...work, outlet: await work.read.need('outlet', outletId) };
  }

  async #carryOut(
    spec: AnyCommand,
    command: Command,
    body: Input,
    work: Work & Partial<OutletWork>,
  ): Promise<Reply> {
    const { store } = this.#parts;
    const identity = this.#identityOf(spec, command, body);
    const repeat = (record: CommandRecord) => this.#repeat(record, identity, spec, work, body);

    if (identity) {
      const record = await store.command(work.scope, identity.id);
      if (record) return await repeat(record);
    }
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      let commit: Commit<unknown>;
      try {
        work.context.now = this.#parts.now();
        if (tries > 1 && work.outlet) work.outlet = await work.read.need('outlet', work.outlet.id);
        const decision = await spec.decide(work as OutletWork, body);
        if (!identity && changesNothing(decision)) {
          return await this.#reply(spec, work, decision.changes([]).result, body);
        }
        commit = {
          command: identity && { ...identity, at: work.context.now },
          ...decision,
          answer: (changes) => this.#kept(spec, changes, command.traceId),
        };
      } catch (error) {
        if (!(error instanceof KotdError) || !KEPT_REFUSALS.has(error.status) || !identity)
          throw error;
        const refusal: KeptAnswer = {
          status: error.status,
          body: problemOf(error, command.traceId),
        };
        commit = {
          command: identity && { ...identity, at: work.context.now },
          counters: [],
          changes: () => ({ documents: [], events: [], result: null, refusal: error }),
          answer: () => refusal,
        };
      }
      const outcome = await store.commit(work.scope, commit);
      if (outcome.kind === 'duplicate') return await repeat(outcome.record);
      if (outcome.kind === 'committed') {
        const { events, changes } = outcome;
        if (events.length > 0) this.#parts.published(work.scope, outcome);
        if (changes.refusal) throw changes.refusal;
        return await this.#reply(spec, work, changes.result, body, outcome);
      }
      await nextTurn();
    }
    throw new KotdError('busy');
  }

  #kept(spec: AnyCommand, changes: Changes<unknown>, traceId: string): KeptAnswer {
    return changes.refusal
      ? { status: changes.refusal.status, body: problemOf(changes.refusal, traceId) }
      : { status: spec.status, body: changes.result };
  }

  /** Under what a repeat of the command will be recognised; nothing where it need not be. */
  #identityOf(spec: AnyCommand, command: Command, body: Input): Identity | undefined {
    const { id, type, outletId, ifMatch } = command;
    if (id === null || spec.repeatable) return undefined;
    const { tokens } = this.#parts;
    const seal = (value: string) => tokens.fingerprint(value);
    const mark = fingerprint([type, outletId, ifMatch], body, spec.secrets ?? [], seal);
    // Strangers must not learn which ids an organization has used: theirs only meets its own body.
    return { id: spec.hidesIds ? `${type}/${mark}/${id}` : id, fingerprint: mark };
  }

  async #repeat(
    record: CommandRecord,
    identity: Identity | undefined,
    spec: AnyCommand,
    work: Work,
    body: Input,
  ): Promise<Reply> {
    if (record.fingerprint !== identity?.fingerprint) throw new KotdError('idempotency_key_reused');
    const kept = record.answer as KeptAnswer;
    const answer = kept.status < 400 ? await this.#present(spec, work, kept.body, body) : kept.body;
    return { status: kept.status, body: answer, replayed: true, seq: record.seq, texts: null };
  }

  async #reply(
    spec: AnyCommand,
    work: Work,
    result: unknown,
    input: Input,
    committed: Committed<unknown> | null = null,
  ): Promise<Reply> {
    const body = await this.#present(spec, work, result, input);
    const { seq = null, texts = null } = committed ?? {};
    return { status: spec.status, body, replayed: false, seq, texts };
  }

  async #present(spec: AnyCommand, work: Work, result: unknown, body: Input): Promise<unknown> {
    return spec.present ? await spec.present(work as OutletWork, result, body) : result;
  }

  #refused(error: unknown, traceId: string, what: string): Reply {
    let refusal: KotdError;
    if (error instanceof KotdError) refusal = error;
    else refusal = new KotdError('internal');
    if (refusal.status >= 500) this.#parts.failed(error, traceId, what);
    return {
      status: refusal.status,
      body: problemOf(refusal, traceId),
      replayed: false,
      seq: null,
      texts: null,
    };
  }
}

/** A decision that leaves no trace needs no commit, unless its answer must be kept under an id. */
function changesNothing(decision: Decision<unknown>): boolean {
  if (decision.counters.length > 0) return false;
  const { documents, events, refusal } = decision.changes([]);
  return documents.length === 0 && events.length === 0 && !refusal;
}
