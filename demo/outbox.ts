import { randomUUID } from 'node:crypto';
import type { Problem } from '../src/handlers/problem.js';

/** A command the server refused for good. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
    this.name = 'Refused';
    this.problem = problem;
  }
}

interface Pending {
  frame: string;
  since: number;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The commands the server has not answered yet; each keeps its id however often it is sent. */
export class Outbox {
  /** Answers of the server, by command id: what it can never take back. */
  readonly acknowledged: string[] = [];
  /** The longest time from a command to its answer. */
  longestMs = 0;
  readonly #pending = new Map<string, Pending>();
  readonly #send: (frame: string) => void;

  /** @param send sends a frame if the socket is fit for it; else it is sent again later */
  constructor(send: (frame: string) => void) {
    this.#send = send;
  }

  /** Resolves with the server's result. @throws Refused */
  put<R>(type: string, body: object): Promise<R> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const frame = JSON.stringify({ t: 'cmd', id, type, body });
      const since = performance.now();
      this.#pending.set(id, { frame, since, resolve: (result) => resolve(result as R), reject });
      this.#send(frame);
    });
  }

  sendAll(): void {
    for (const { frame } of this.#pending.values()) this.#send(frame);
  }

  acknowledge(id: string, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  refuse(id: string, problem: Problem): void {
    // The server closes the socket; the next one has a new token and sends the command again.
    if (problem.code === 'token_expired') return;
    if (!problem.retryable) {
      this.#take(id)?.reject(new Refused(problem));
      return;
    }
    const seconds = Number(problem.retryAfterSeconds ?? 1);
    setTimeout(() => {
      const pending = this.#pending.get(id);
      if (pending) this.#send(pending.frame);
    }, seconds * 1000);
  }

  /** Nobody will answer any more. */
  abandon(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #take(id: string): Pending | undefined {
    const pending = this.#pending.get(id);
    if (!pending) return undefined;
    this.#pending.delete(id);
    this.acknowledged.push(id);
    this.longestMs = Math.max(this.longestMs, performance.now() - pending.since);
    return pending;
  }
}
