import { KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { type Problem, problemOf } from '../handlers/problem.js';
import type { AnyCommand } from '../handlers/spec.js';
import type { Cmd, ServerFrame } from './frames.js';
import type { SessionParts } from './parts.js';

/** On whose behalf a socket's commands run, at this moment. */
export interface Caller {
  principal: Principal;
  outletId: string;
}

/** What the commands of a socket need of it. */
export interface CommandsOf {
  address: string;
  /**
   * Waits for the hello; null when it was refused.
   * @throws KotdError when the token no longer holds
   */
  caller(): Promise<Caller | null>;
  reply(frame: Answer): void;
  /** Commands keep coming although they are refused as too many. */
  flooded(): void;
}

export type Answer = Extract<ServerFrame, { t: 'ack' | 'err' }>;

/** Runs the commands of one socket: side by side, but not without end. */
export class Commands {
  readonly #parts: SessionParts;
  readonly #of: CommandsOf;
  #running = 0;
  #refusedInRow = 0;
  #finishing = false;
  #whenIdle: (() => void) | null = null;

  constructor(parts: SessionParts, of: CommandsOf) {
    this.#parts = parts;
    this.#of = of;
  }

  /** Answers the command with ack or err. Never rejects. */
  async run(frame: Cmd): Promise<void> {
    const started = performance.now();
    this.#running++;
    const answer = await this.#answer(frame);
    this.#running--;
    if (answer) {
      const type = this.#parts.commands.has(frame.type) ? frame.type : 'unknown';
      const status = answer.t === 'err' ? answer.problem.status : 200;
      this.#parts.observer.command(type, status, (performance.now() - started) / 1000);
      this.#of.reply(answer);
      this.#countRefusals(answer);
    }
    if (this.#running === 0) this.#whenIdle?.();
  }

  /** Takes no more commands; resolves when those under way are answered. */
  async finish(): Promise<void> {
    this.#finishing = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  async #answer(frame: Cmd): Promise<Answer | null> {
    const { id, type } = frame;
    const traceId = this.#parts.traceId();
    try {
      return await this.#carryOut(frame, traceId);
    } catch (error) {
      if (error instanceof KotdError) return { t: 'err', id, problem: problemOf(error, traceId) };
      this.#parts.failed(error, traceId, type);
      return { t: 'err', id, problem: problemOf(new KotdError('internal'), traceId) };
    }
  }

  async #carryOut({ id, type, body }: Cmd, traceId: string): Promise<Answer | null> {
    if (this.#finishing) throw new KotdError('draining');
    if (this.#running > this.#parts.settings.commandsAtOnce) throw new KotdError('busy');
    const caller = await this.#of.caller();
    if (!caller) return null;
    const spec = this.#parts.commands.get(type);
    if (!spec) throw new KotdError('invalid', { detail: `There is no command ${type}` });
    await this.#limit(spec, caller.principal);

    const command = { id, type, ...caller, body, ifMatch: null, traceId };
    const { status, body: answer, seq, replayed } = await this.#parts.road.run(command);
    if (status >= 400) return { t: 'err', id, problem: answer as Problem };
    const ack = { t: 'ack', id, result: answer ?? null, seq } as const;
    return replayed ? { ...ack, replayed } : ack;
  }

  async #limit(spec: AnyCommand, principal: Principal): Promise<void> {
    const call = { class: spec.limit, principal, account: null, address: this.#of.address };
    const verdict = await this.#parts.limits.take(call);
    if (!verdict || verdict.allowed) return;
    const detail = `The limit ${verdict.name} is ${verdict.limit} a minute`;
    const extra = { retryAfterSeconds: verdict.resetSeconds };
    throw new KotdError('rate_limited', { detail, extra });
  }

  #countRefusals(answer: Answer): void {
    const tooMany = answer.t === 'err' && ['busy', 'rate_limited'].includes(answer.problem.code);
    this.#refusedInRow = tooMany ? this.#refusedInRow + 1 : 0;
    if (this.#refusedInRow >= this.#parts.settings.refusalsInRow) this.#of.flooded();
  }
}
