import type { Answer, Body, Found, Query, SocketCommand } from './calls.js';
import type { Catalog } from './catalog.js';
import type { Codecs } from './codec.js';
import type { ConnectionState } from './connection.js';
import type { EventType, StreamEvent } from './events.js';
import type { FrameOf, ServerFrame } from './frames.js';
import { Listeners, type Readable } from './listeners.js';
import type { Outbox, Queued } from './outbox/entry.js';
import { type Pieces, piecesOf } from './pieces.js';
import type { Cancel } from './ports.js';
import type { Question } from './routes.js';
import type { TerminalOptions, TerminalParts } from './terminal-parts.js';
import type { View } from './view.js';

/** What the clocks alone change is looked at this often; ms. */
const LOOK_EVERY_MS = 1_000;

/** How a device comes by its terminals. What a program opens none of, it need not carry. */
export type OpenTerminal = (parts: TerminalParts, options: TerminalOptions) => Promise<Terminal>;

/** A till, a tablet or a kitchen screen of one outlet: what it shows, what it knows, what it has still to say. */
export class Terminal {
  readonly outlet: string;
  readonly #parts: TerminalParts;
  readonly #pieces: Pieces;
  readonly #frames: Listeners<[frame: ServerFrame]>;
  readonly #changed = new Listeners();
  readonly #ends: (() => void)[];
  #ticking: Cancel = () => {};
  #watchers = 0;
  #closed = false;

  private constructor(
    parts: TerminalParts,
    { outlet }: TerminalOptions,
    pieces: Pieces,
    frames: Listeners<[frame: ServerFrame]>,
  ) {
    this.outlet = outlet;
    this.#parts = parts;
    this.#pieces = pieces;
    this.#frames = frames;
    const { screen, queue, library, connection, sender } = pieces;
    this.#ends = [
      ...[screen, queue, library, connection].map((piece) =>
        piece.subscribe(() => this.#changed.tell()),
      ),
      parts.store.lead(`outbox/${outlet}`, () => sender.lead()),
      frames.add(({ t }) => {
        if (t === 'welcome' && this.#watchers > 0) connection.send({ t: 'watch', ops: true });
      }),
    ];
    connection.start();
    this.#tick();
  }

  /** Opens a terminal as it was left, and begins to connect. */
  static async open(
    parts: TerminalParts,
    options: TerminalOptions,
    codecs: Codecs,
  ): Promise<Terminal> {
    const frames = new Listeners<[frame: ServerFrame]>();
    const codec = await codecs(options.codec ?? 'json');
    const pieces = await piecesOf(parts, options, codec, (frame) => frames.tell(frame));
    return new Terminal(parts, options, pieces, frames);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The live state, and how far it can be believed. */
  get view(): View {
    return this.#pieces.screen;
  }

  /** What waits to be sent, and what never will be. */
  get outbox(): Outbox {
    return this.#pieces.queue;
  }

  /** Menu, stations and settings of the outlet. */
  get catalog(): Readable<Catalog> {
    return this.#pieces.library;
  }

  get connection(): Readable<ConnectionState> {
    return this.#pieces.connection;
  }

  /** Calls back whenever anything here may look different: also when a proof runs out, or the line is dead. */
  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** An id as the server makes them, for what is to be named before the server hears of it. */
  newId(): string {
    return this.#parts.newId();
  }

  /**
   * Gives a command. Resolves when it is stored on this device: from then on it will be carried out exactly
   * once, or lie among the dead letters. Commands that are given without waiting for one another are stored together,
   * or none of them is.
   * @throws when the device cannot store it: then it is not sent either; BadBody, Closed
   */
  async queue<T extends SocketCommand>(type: T, body: Body<T>): Promise<Queued<T>> {
    return await this.#pieces.queue.add(type, body);
  }

  /**
   * Gives a command and waits for the server's answer, however long that takes: while it is cut off, for ever.
   * @throws ProblemError when a rule refused it, DeadLetterError when it will not be sent any more; Closed when the
   * terminal was, before the answer came
   */
  async command<T extends SocketCommand>(type: T, body: Body<T>): Promise<Answer<T>> {
    return await (await this.queue(type, body)).answer();
  }

  /** Asks the server over HTTP. @throws ProblemError, Unreachable, SignedOut */
  async query<N extends Question>(name: N, query: Query<N>): Promise<Found<N>> {
    return await this.#pieces.api.query(name, query, { outlet: this.outlet });
  }

  /** Calls back for each event of this type as it happens, once; what a snapshot swallowed is not told. */
  on<T extends EventType>(type: T, listener: (event: StreamEvent<T>) => void): () => void {
    return this.#frames.add((frame) => {
      if (frame.t === 'ev' && frame.type === type) listener(frame as unknown as StreamEvent<T>);
    });
  }

  /** Calls back when the state was begun anew from a snapshot: of what that swallowed, nothing was told. */
  onSnapshot(listener: () => void): () => void {
    return this.#frames.add(({ t }) => {
      if (t === 'reset') listener();
    });
  }

  /**
   * This display has these tickets on its glass. To be said after they were drawn where somebody can
   * see them, as often as one likes: the server is told once, of many at a time, and only of what no
   * display has acknowledged.
   */
  shown(ticketIds: Iterable<string>): void {
    this.#pieces.acknowledger.shown(ticketIds);
  }

  /** Tells every second how the box does, to whom the server lets watch. */
  watchOps(listener: (ops: FrameOf<'ops'>) => void): () => void {
    const { connection } = this.#pieces;
    const stop = this.#frames.add((frame) => {
      if (frame.t === 'ops') listener(frame);
    });
    if (this.#watchers++ === 0) connection.send({ t: 'watch', ops: true });
    return () => {
      stop();
      if (--this.#watchers === 0) connection.send({ t: 'watch', ops: false });
    };
  }

  /** The network may be back: tries at once instead of when its time has come. */
  hurry(): void {
    this.#pieces.connection.hurry();
  }

  /** Keeps what is known, now: a page that goes to the background may never come back. */
  async keep(): Promise<void> {
    await this.#pieces.screen.keep();
  }

  /** Stops here. What waits is sent by the next terminal that opens on this store, and answered there. */
  async close(): Promise<void> {
    const { acknowledger, connection, sender, queue, library, screen } = this.#pieces;
    if (this.#closed) return;
    this.#closed = true;
    this.#ticking();
    for (const end of this.#ends) end();
    connection.stop();
    sender.close();
    acknowledger.close();
    library.close();
    queue.close();
    await screen.keep();
  }

  #tick(): void {
    const before = this.view.status();
    this.#ticking = this.#parts.world.clock.after(LOOK_EVERY_MS, () => {
      if (this.view.status() !== before) this.#changed.tell();
      this.#tick();
    });
  }
}
