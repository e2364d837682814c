import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { type Problem, problemOf } from '../handlers/problem.js';
import type { AnyCommand } from '../handlers/spec.js';
import type { Cmd, ServerFrame } from './frames.js';
import type { RealtimeParts } from './parts.js';

/** On whose behalf a socket's commands run, at this moment. */
export interface Caller {
  principal: Principal;
  outletId: string;
}

export interface CommandsTo {
  /** The caller, once the hello was accepted; null when it was not, and nobody waits for an answer. */
  caller(): Promise<Caller | null>;
  address: string;
  reply(frame: ServerFrame): void;
  /** Commands keep coming although they are refused as too many. */
  flooded(): void;
}

/** Runs the commands of one socket: side by side, but not without end. */
export class Commands {
  readonly #parts: RealtimeParts;
  readonly #to: CommandsTo;
  #running = 0;
  #refusedInRow = 0;
  #closed = false;
  #whenIdle: (() => void) | null = null;

  constructor(parts: RealtimeParts, to: CommandsTo) {
    this.#parts = parts;
    this.#to = to;
  }

  /** Answers the command with ack or err. Never rejects. */
  async run(frame: Cmd): Promise<void> {
    const traceId = this.#parts.traceId();
    const started = performance.now();
    this.#running++;
    const answer = await this.#answer(frame, traceId);
    this.#running--;
    const seconds = (performance.now() - started) / 1000;
    const status = answer?.t === 'err' ? answer.problem.status : 200;
    if (answer) {
      this.#parts.observer.command(this.#spec(frame.type)?.type ?? 'unknown', status, seconds);
      this.#to.reply(answer);
      this.#countRefusals(answer);
    }
    if (this.#running === 0) this.#whenIdle?.();
  }

  /** Takes no more commands; resolves when those under way are answered. */
  async finish(): Promise<void> {
    this.#closed = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  async #answer(frame: Cmd, traceId: string): Promise<ServerFrame | null> {
    const { id } = frame;
    try {
      return await this.#carryOut(frame, traceId);
    } catch (error) {
      return { t: 'err', id, problem: this.#problem(error, traceId, frame.type) };
    }
  }

  async #carryOut({ id, type, body }: Cmd, traceId: string): Promise<ServerFrame | null> {
    if (this.#closed) throw new KotdError('draining');
    if (this.#running > this.#parts.settings.commandsAtOnce) throw new KotdError('busy');
    const caller = await this.#to.caller();
    if (!caller) return null;
    const spec = this.#spec(type);
    if (!spec) throw new KotdError('invalid', { detail: `There is no command ${type}` });
    await this.#limit(spec, caller.principal);

    const reply = await this.#parts.road.run({ id, type, ...caller, body, ifMatch: null, traceId });
    const { seq, replayed } = reply;
    if (reply.status >= 400) return { t: 'err', id, problem: reply.body as Problem };
    const ack = { t: 'ack', id, result: reply.body ?? null, seq } as const;
    return replayed ? { ...ack, replayed } : ack;
  }

  /** Commands that are not for the socket do not exist on it. */
  #spec(type: string): AnyCommand | undefined {
    return this.#parts.registry.commands.find((spec) => spec.socket && spec.type === type);
  }

  async #limit(spec: AnyCommand, principal: Principal): Promise<void> {
    const call = { class: spec.limit, principal, account: null, address: this.#to.address };
    const verdict = await this.#parts.limits.take(call);
    if (!verdict || verdict.allowed) return;
    const detail = `The limit ${verdict.name} is ${verdict.limit} a minute`;
    const extra = { retryAfterSeconds: verdict.resetSeconds };
    throw new KotdError('rate_limited', { detail, extra });
  }

  #problem(error: unknown, traceId: string, what: string): Problem {
    if (error instanceof KotdError) return problemOf(error, traceId);
    this.#parts.failed(error, traceId, what);
    return problemOf(new KotdError('internal'), traceId);
  }

  #countRefusals(answer: ServerFrame): void {
    const tooMany =
      answer.t === 'err' && ['busy', 'rate_limited'].includes(answer.problem.code);
    this.#refusedInRow = tooMany ? this.#refusedInRow + 1 : 0;
    if (this.#refusedInRow >= this.#parts.settings.refusalsInRow) this.#to.flooded();
  }
}
