import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import WebSocket from 'ws';
import type { Problem } from '../src/handlers/problem.js';
import type { ServerFrame } from './frames.js';
import { Outbox } from './outbox.js';
import { View } from './view.js';

type Bye = Extract<ServerFrame, { t: 'bye' }>;

export interface TerminalOptions {
  name: string;
  /** ws://host:port/ws; asked for at each connection. */
  url(): string;
  /** An access token that holds now; asked for at each connection. */
  token(): Promise<string>;
  /** The server did not take the last one. */
  tokenRefused(): void;
  outlet: string;
  audience: readonly string[];
}

/** Beats of the server that may stay out before the connection counts as dead, and at least how long; ms. */
const BEATS = 4;
const LEAST_SILENCE_MS = 3000;

/**
 * A till, tablet or kitchen screen: holds one socket, follows its stream from where it was whenever
 * the socket breaks, and sends each command again, under the same id, until the server answered it.
 * Emits `event` (type, data) for each event, `seen` whenever its view may have changed, and `error`
 * when the server turned it away for good: whatever waits for it then rejects.
 */
export class Terminal extends EventEmitter {
  readonly name: string;
  readonly audience: readonly string[];
  readonly view = new View();
  reconnects = -1;
  readonly #options: TerminalOptions;
  readonly #outbox = new Outbox((frame) => this.#send(frame));
  #socket: WebSocket | null = null;
  #welcomed = false;
  #closed = false;
  #turnedAway: Error | null = null;
  #silence: NodeJS.Timeout | undefined;
  #heartbeatMs = 3000;

  constructor(options: TerminalOptions) {
    super();
    this.setMaxListeners(0);
    // once() makes an error reject whoever waits; without any listener it would end the process.
    this.on('error', () => {});
    this.name = options.name;
    this.audience = options.audience;
    this.#options = options;
  }

  /** Broken promises of the stream, in words; must stay empty. */
  get faults(): string[] {
    return this.view.faults;
  }

  /** Ids of the commands that the server answered. */
  get acknowledged(): readonly string[] {
    return this.#outbox.acknowledged;
  }

  /** The longest time that any of them took from the first try to the answer. */
  get longestAnswerMs(): number {
    return this.#outbox.longestMs;
  }

  /** Resolves when the server has welcomed the terminal and its view is complete. */
  async open(): Promise<void> {
    const ready = once(this, 'ready');
    this.#keepConnected().catch((error: Error) => this.#turnAway(error.message));
    await ready;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#silence);
    this.#socket?.close(1000);
  }

  /**
   * Resolves with the server's result, however often the socket breaks in between.
   * @throws Refused, or why the terminal was turned away
   */
  async command<R>(type: string, body: object): Promise<R> {
    if (this.#turnedAway) throw this.#turnedAway;
    return await this.#outbox.put<R>(type, body);
  }

  /** Waits until the view is as the condition says. */
  async until(condition: (view: View) => boolean): Promise<void> {
    while (!condition(this.view)) {
      if (this.#turnedAway) throw this.#turnedAway;
      await once(this, 'seen');
    }
  }

  async #keepConnected(): Promise<void> {
    while (!this.#closed) {
      this.reconnects++;
      const token = await this.#options.token();
      if (this.#closed) return;
      const bye = await this.#session(token);
      if (this.#closed) return;
      if (bye?.reason === 'token_expired') this.#options.tokenRefused();
      else if (bye?.reconnectAfterMs === null) {
        throw new Error(`the server closed with ${bye.code} ${bye.reason}`);
      }
      await delay(bye?.reconnectAfterMs ?? 50 + Math.random() * 200);
    }
  }

  #turnAway(why: string): void {
    this.#closed = true;
    this.#turnedAway = new Error(`${this.name}: ${why}`);
    this.#outbox.abandon(this.#turnedAway);
    this.emit('error', this.#turnedAway);
  }

  /** One socket's life; answers the server's goodbye, if it said one. */
  #session(token: string): Promise<Bye | null> {
    const { url, outlet, audience } = this.#options;
    const socket = new WebSocket(url(), 'kotd.v1.json');
    this.#socket = socket;
    this.#expectFrame(socket);
    this.#welcomed = false;
    let bye: Bye | null = null;
    socket.on('open', () => {
      const { epoch, position } = this.view;
      const resume = epoch === null ? {} : { resume: { epoch, seq: position } };
      socket.send(JSON.stringify({ t: 'hello', token, outlet, audience, ...resume }));
    });
    socket.on('message', (data: Buffer) => {
      this.#expectFrame(socket);
      const frame = JSON.parse(data.toString()) as ServerFrame;
      if (frame.t === 'bye') bye = frame;
      this.#received(frame);
    });
    // A worker that was killed refuses or resets the connection: the next session tries again.
    socket.on('error', () => {});
    return new Promise((resolve) => {
      socket.on('close', () => {
        clearTimeout(this.#silence);
        resolve(bye);
      });
    });
  }

  /** A box that hangs, or a cut wire, closes nothing: only the silence tells. */
  #expectFrame(socket: WebSocket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(
      () => socket.terminate(),
      Math.max(LEAST_SILENCE_MS, BEATS * this.#heartbeatMs),
    );
  }

  #received(frame: ServerFrame): void {
    switch (frame.t) {
      case 'welcome':
        this.#welcomed = true;
        this.#heartbeatMs = frame.heartbeatMs;
        this.view.welcomed(frame.epoch);
        this.#outbox.sendAll();
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
        this.#outbox.acknowledge(frame.id, frame.result);
        break;
      case 'err':
        if (frame.id === null) this.#troubled(frame.problem);
        else this.#outbox.refuse(frame.id, frame.problem);
        break;
      case 'bye':
        break;
    }
    this.emit('seen');
  }

  #event(frame: Extract<ServerFrame, { t: 'ev' }>): void {
    if (frame.seq <= this.view.position) {
      this.faults.push(`event ${frame.seq} came again at ${this.view.position}`);
      return;
    }
    if (frame.prev > this.view.position) {
      this.faults.push(`a hole between ${this.view.position} and ${frame.seq}`);
      this.#socket?.close();
      return;
    }
    this.view.apply(frame.seq, frame.data);
    this.emit('event', frame.type, frame.data);
  }

  /** A refusal that is of no command. That the token ended, or that a worker stops, is no fault. */
  #troubled({ code, detail, status }: Problem): void {
    if (code !== 'token_expired' && status !== 503) this.faults.push(`${code}: ${detail}`);
  }

  #send(frame: string): void {
    if (this.#welcomed && this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }
}
