import { type ErrorCode, KotdError } from '../domain/errors.js';
import type { Texts } from '../db/texts.js';
import type { Principal } from '../handlers/auth/principal.js';
import { type Problem, problemOf } from '../handlers/problem.js';
import { Allowance } from './allowance.js';
import type { Cmd, ServerFrame } from './frames.js';
import type { SessionParts } from './parts.js';
import type { Socket } from './socket.js';

/** On whose behalf a socket's commands run, at this moment. */
export interface Caller {
  principal: Principal;
  outletId: string;
}

/** What the commands of a socket need of it. */
export interface CommandsOf {
  readonly socket: Pick<Socket, 'leave'>;
  /**
   * Waits for the hello; null when it was refused.
   * @throws KotdError when the token no longer holds
   */
  caller(): Promise<Caller | null>;
  reply(frame: Answer, texts?: Texts | null): void;
}

export type Answer = Extract<ServerFrame, { t: 'ack' | 'err' }>;

/** What a terminal that keeps to the rules hardly ever hears, and never many times in a row. */
const COUNTED: readonly ErrorCode[] = ['busy', 'rate_limited', 'malformed_frame', 'body_too_large'];

/** An answer, and the JSON of what it is made of, as far as it is known. */
interface Said {
  answer: Answer;
  texts?: Texts | null;
}

/** Answers a command, once it is known on whose behalf. */
type Work = (caller: Caller, traceId: string) => Promise<Said>;

/** Runs the commands of one socket: side by side, but not without end. */
export class Commands {
  readonly allowance: Allowance;
  readonly #parts: SessionParts;
  readonly #of: CommandsOf;
  #running = 0;
  #finishing = false;
  #whenIdle: (() => void) | null = null;

  constructor(parts: SessionParts, of: CommandsOf, address: string) {
    this.#parts = parts;
    this.#of = of;
    this.allowance = new Allowance(parts, of.socket, address);
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
      await this.allowance.draw('other', principal);
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
    const said = await this.#answer(id, type, work);
    this.#running--;
    if (said) {
      const { answer, texts } = said;
      const status = answer.t === 'err' ? answer.problem.status : 200;
      this.#parts.observer.command(type, status, (performance.now() - started) / 1000);
      this.#of.reply(answer, texts);
      this.#count(answer);
    }
    if (this.#running === 0) this.#whenIdle?.();
  }

  async #answer(id: string, type: string, work: Work): Promise<Said | null> {
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
      return { answer: { t: 'err', id, problem: problemOf(refusal, traceId) } };
    }
  }

  async #carryOut({ id, type, body }: Cmd, caller: Caller, traceId: string): Promise<Said> {
    const spec = this.#parts.commands.get(type);
    await this.allowance.draw(spec?.limit ?? 'other', caller.principal);
    if (!spec) throw new KotdError('invalid', { detail: `There is no command ${type}` });

    const command = { id, type, ...caller, body, ifMatch: null, traceId };
    const { status, body: answer, seq, replayed, texts } = await this.#parts.road.run(command);
    if (status >= 400) return { answer: { t: 'err', id, problem: answer as Problem } };
    const ack = { t: 'ack', id, result: answer ?? null, seq } as const;
    return { answer: replayed ? { ...ack, replayed } : ack, texts };
  }

  #count(answer: Answer): void {
    if (answer.t === 'err' && COUNTED.includes(answer.problem.code)) this.allowance.refused();
    else this.allowance.taken();
  }
}
