import { type ErrorCode, KotdError } from '../domain/errors.js';
import type { Principal } from '../handlers/auth/principal.js';
import { type Problem, problemOf } from '../handlers/problem.js';
import type { Allowance } from './allowance.js';
import type { Cmd, ServerFrame } from './frames.js';
import type { SessionParts } from './parts.js';

/** On whose behalf a socket's commands run, at this moment. */
export interface Caller {
  principal: Principal;
  outletId: string;
}

/** What the commands of a socket need of it. */
export interface CommandsOf {
  allowance: Allowance;
  /**
   * Waits for the hello; null when it was refused.
   * @throws KotdError when the token no longer holds
   */
  caller(): Promise<Caller | null>;
  reply(frame: Answer): void;
}

export type Answer = Extract<ServerFrame, { t: 'ack' | 'err' }>;

/** What a terminal that keeps to the rules hardly ever hears, and never many times in a row. */
const COUNTED: readonly ErrorCode[] = ['busy', 'rate_limited', 'malformed_frame', 'body_too_large'];

/** Answers a command, once it is known on whose behalf. */
type Work = (caller: Caller, traceId: string) => Promise<Answer>;

/** Runs the commands of one socket: side by side, but not without end. */
export class Commands {
  readonly #parts: SessionParts;
  readonly #of: CommandsOf;
  #running = 0;
  #finishing = false;
  #whenIdle: (() => void) | null = null;

  constructor(parts: SessionParts, of: CommandsOf) {
    this.#parts = parts;
    this.#of = of;
  }

  /** Answers the command with ack or err. Never rejects. */
  run(frame: Cmd): Promise<void> {
    const { id, type } = frame;
    const known = this.#parts.commands.has(type) ? type : 'unknown';
    return this.#take(id, known, (caller, traceId) => this.#carryOut(frame, caller, traceId));
  }

  /** Answers a frame of which only the id could be read. It costs what a command costs. */
  refuse(id: string, refusal: unknown): Promise<void> {
    return this.#take(id, 'unknown', async ({ principal }) => {
      await this.#of.allowance.draw('other', principal);
      throw refusal;
    });
  }

  /** Takes no more commands; resolves when those under way are answered. */
  async finish(): Promise<void> {
    this.#finishing = true;
    if (this.#running === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  async #take(id: string, type: string, work: Work): Promise<void> {
    const started = performance.now();
    this.#running++;
    const answer = await this.#answer(id, type, work);
    this.#running--;
    if (answer) {
      const status = answer.t === 'err' ? answer.problem.status : 200;
      this.#parts.observer.command(type, status, (performance.now() - started) / 1000);
      this.#of.reply(answer);
      this.#count(answer);
    }
    if (this.#running === 0) this.#whenIdle?.();
  }

  async #answer(id: string, type: string, work: Work): Promise<Answer | null> {
    const traceId = this.#parts.traceId();
    try {
      if (this.#finishing) throw new KotdError('draining');
      if (this.#running > this.#parts.settings.commandsAtOnce) throw new KotdError('busy');
      const caller = await this.#of.caller();
      return caller && (await work(caller, traceId));
    } catch (error) {
      const known = error instanceof KotdError;
      if (!known || error.cause !== undefined) this.#parts.failed(error, traceId, type);
      const refusal = known ? error : new KotdError('internal');
      return { t: 'err', id, problem: problemOf(refusal, traceId) };
    }
  }

  async #carryOut({ id, type, body }: Cmd, caller: Caller, traceId: string): Promise<Answer> {
    const spec = this.#parts.commands.get(type);
    await this.#of.allowance.draw(spec?.limit ?? 'other', caller.principal);
    if (!spec) throw new KotdError('invalid', { detail: `There is no command ${type}` });

    const command = { id, type, ...caller, body, ifMatch: null, traceId };
    const { status, body: answer, seq, replayed } = await this.#parts.road.run(command);
    if (status >= 400) return { t: 'err', id, problem: answer as Problem };
    const ack = { t: 'ack', id, result: answer ?? null, seq } as const;
    return replayed ? { ...ack, replayed } : ack;
  }

  #count(answer: Answer): void {
    const { allowance } = this.#of;
    if (answer.t === 'err' && COUNTED.includes(answer.problem.code)) allowance.refused();
    else allowance.taken();
  }
}
