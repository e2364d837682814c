import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Problem } from '../src/handlers/problem.js';
import type { ServerFrame } from './frames.js';
import { View } from './view.js';

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
  resolve(result: unknown): void;
  reject(error: Refused): void;
}

export interface TerminalOptions {
  name: string;
  /** ws://host:port/ws */
  url: string;
  token: string;
  outlet: string;
  audience: readonly string[];
}

/**
 * A till, tablet or kitchen screen: holds one socket, follows its stream from where it was whenever the
 * socket breaks, and sends each command again, under the same id, until the server has answered it.
 * Emits `event` (type, data) for each event and `seen` whenever its view may have changed.
 */
export class Terminal extends EventEmitter {
  readonly name: string;
  readonly view = new View();
  /** Answers of the server, by command id: what it can never take back. */
  readonly acknowledged: string[] = [];
  /** Broken promises of the stream, in words; must stay empty. */
  readonly faults: string[] = [];
  reconnects = -1;
  readonly #options: TerminalOptions;
  readonly #pending = new Map<string, Pending>();
  #socket: WebSocket | null = null;
  #welcomed = false;
  #closed = false;

  constructor(options: TerminalOptions) {
    super();
    this.setMaxListeners(0);
    this.name = options.name;
    this.#options = options;
  }

  /** Resolves when the server has welcomed the terminal and its view is complete. */
  async open(): Promise<void> {
    const ready = once(this, 'ready');
    void this.#keepConnected();
    await ready;
  }

  close(): void {
    this.#closed = true;
    this.#socket?.close(1000);
  }

  /** Resolves with the server's result, however often the socket breaks in between. @throws Refused */
  command<R>(type: string, body: object): Promise<R> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      const frame = JSON.stringify({ t: 'cmd', id, type, body });
      this.#pending.set(id, { frame, resolve: (result) => resolve(result as R), reject });
      this.#send(frame);
    });
  }

  /** Waits until the view is as the condition says. */
  async until(condition: (view: View) => boolean): Promise<void> {
    while (!condition(this.view)) await once(this, 'seen');
  }

  async #keepConnected(): Promise<void> {
    while (!this.#closed) {
      this.reconnects++;
      const wait = await this.#session();
      if (!this.#closed) await delay(wait);
    }
  }

  /** One socket's life; answers how many milliseconds to wait before the next. */
  #session(): Promise<number> {
    const { url, token, outlet, audience } = this.#options;
    const socket = new WebSocket(url, 'kotd.v1.json');
    this.#socket = socket;
    this.#welcomed = false;
    let wait = 50 + Math.random() * 200;
    socket.on('open', () => {
      const { epoch, position } = this.view;
      const resume = epoch === null ? {} : { resume: { epoch, seq: position } };
      socket.send(JSON.stringify({ t: 'hello', token, outlet, audience, ...resume }));
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.t === 'bye' && frame.reconnectAfterMs !== undefined) wait = frame.reconnectAfterMs;
      this.#received(frame);
    });
    // A worker that was killed refuses or resets the connection: the next session tries again.
    socket.on('error', () => {});
    return new Promise((resolve) => socket.on('close', () => resolve(wait)));
  }

  #received(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        this.#welcomed = true;
        this.view.welcomed(frame.epoch);
        for (const { frame } of this.#pending.values()) this.#send(frame);
        if (this.view.complete) this.emit('ready');
        break;
      case 'reset':
        this.view.reset(frame.epoch, frame.seq, frame.snapshot);
        this.emit('ready');
        break;
      case 'ev':
        this.#event(frame);
        break;
      case 'pos':
        this.view.positioned(frame);
        break;
      case 'ack':
        this.#answered(frame.id, (pending) => pending.resolve(frame.result));
        break;
      case 'err':
        this.#refused(frame.id, frame.problem);
        break;
      case 'bye':
        break;
    }
    this.emit('seen');
  }

  #event(frame: Extract<ServerFrame, { t: 'ev' }>): void {
    if (frame.seq <= this.view.position) {
      this.faults.push(`${this.name}: event ${frame.seq} came again at ${this.view.position}`);
      return;
    }
    if (frame.prev > this.view.position) {
      this.faults.push(`${this.name}: a hole between ${this.view.position} and ${frame.seq}`);
      this.#socket?.close();
      return;
    }
    this.view.apply(frame.seq, frame.data);
    this.emit('event', frame.type, frame.data);
  }

  #refused(id: string | undefined, problem: Problem): void {
    if (id === undefined) {
      this.faults.push(`${this.name}: ${problem.code}: ${problem.detail}`);
      return;
    }
    const pending = this.#pending.get(id);
    if (!pending) return;
    if (!problem.retryable) {
      this.#answered(id, ({ reject }) => reject(new Refused(problem)));
      return;
    }
    const seconds = Number(problem.retryAfter ?? 1);
    setTimeout(() => this.#pending.has(id) && this.#send(pending.frame), seconds * 1000);
  }

  #answered(id: string, settle: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.acknowledged.push(id);
    settle(pending);
  }

  #send(frame: string): void {
    if (this.#welcomed && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }
}
