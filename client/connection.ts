import { type Mark, since } from './clock.js';
import { afterEnding, type Ending } from './closes.js';
import type { Codec } from './codec.js';
import type { Audience, ClientFrame, FrameOf, Position, ServerFrame } from './frames.js';
import { Link, type LinkOptions } from './link.js';
import { Listeners, type Readable } from './listeners.js';
import type { Cancel, World } from './ports.js';
import { type Problem, ProblemError, SignedOut, Unreachable } from './problem.js';
import { backoff } from './backoff.js';
import type { TokenProvider } from './tokens.js';

/** A new token goes to the server when the old one has this left, or half its life where that is less; ms. */
const RENEW_BEFORE_MS = 60_000;

/** A timer for longer than 24 days would go off at once; ms. */
const LONGEST_TIMER_MS = 86_400_000;

export interface ConnectionOptions {
  world: World;
  /** Of the server: `https://kotd.example`. */
  url: string;
  codec: Codec;
  tokens: TokenProvider;
  outlet: string;
  audience: readonly Audience[];
  device?: string;
  version?: string;
}

/** Who follows the connection. */
export interface ConnectionListener {
  /** A link begins: where it shall go on from. */
  begin(): Position | null;
  /** @param hello when the hello was sent */
  welcomed(frame: FrameOf<'welcome'>, hello: Mark, link: Link): void;
  frame(frame: ServerFrame): void;
  /** The link is gone. */
  lost(ending: Ending): void;
}

export interface ConnectionState {
  /**
   * `live`: welcomed, and heard of lately. `waiting`: broken, and comes back by itself. `refused`: the server
   * does not let these people listen here. `signedOut`: nobody is signed in. Both end when somebody else is.
   */
  readonly phase: 'stopped' | 'connecting' | 'live' | 'waiting' | 'refused' | 'signedOut';
  /** Why it was refused, or what the server last complained of. */
  readonly problem: Problem | null;
}

/** Keeps a link to the server, for as long as it is wanted, through whatever ends one. */
export class Connection implements Readable<ConnectionState> {
  readonly #options: ConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #changed = new Listeners();
  #state: ConnectionState = { phase: 'stopped', problem: null };
  #link: Link | null = null;
  #failures = 0;
  /** The token that the server did not take. */
  #refused: string | undefined;
  #token = '';
  /** Raised with each attempt: what an earlier one still has to say does not count. */
  #attempt = 0;
  #wake: Cancel = () => {};
  #renewal: Cancel = () => {};
  #unsubscribe: () => void = () => {};
  #serverNow = (): number => 0;

  constructor(options: ConnectionOptions, listener: ConnectionListener) {
    this.#options = options;
    this.#listener = listener;
  }

  get(): ConnectionState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** The link, while the server is to be heard over it. */
  get link(): Link | null {
    return this.#link?.live ? this.#link : null;
  }

  start(): void {
    if (this.#state.phase !== 'stopped') return;
    const { tokens } = this.#options;
    let who = tokens.get()?.user.id;
    this.#unsubscribe = tokens.subscribe(() => {
      // The same person with another token goes on; another person is another hello.
      const now = tokens.get()?.user.id;
      if (now === who) return;
      who = now;
      this.#refused = undefined;
      this.again();
    });
    this.#connect();
  }

  stop(): void {
    this.#unsubscribe();
    this.#drop();
    this.#become('stopped', null);
  }

  send(frame: ClientFrame): void {
    this.link?.send(frame);
  }

  /** Begins anew at once: something was missing, somebody else is here, or the network is back. */
  again(): void {
    if (this.#state.phase === 'stopped') return;
    this.#drop();
    this.#connect();
  }

  /** As `again` where it waits for a while or for ever; a link that lives is left alone. */
  hurry(): void {
    const { phase } = this.#state;
    const dead = phase === 'live' && !this.link;
    if (dead || phase === 'waiting' || phase === 'refused' || phase === 'signedOut') this.again();
  }

  /** What came over the link cannot be: it counts as broken. */
  doubt(): void {
    this.#link?.end();
  }

  /** What came over the link was good: the next failure is the first one. */
  proven(): void {
    this.#failures = 0;
  }

  #connect(): void {
    const attempt = ++this.#attempt;
    this.#become('connecting', this.#state.problem);
    this.#open(attempt).catch((error: unknown) => {
      if (attempt === this.#attempt) this.#failed(error);
    });
  }

  async #open(attempt: number): Promise<void> {
    const { world, url, codec, tokens, outlet, audience, device, version } = this.#options;
    const token = await tokens.token(this.#refused);
    if (attempt !== this.#attempt) return;
    this.#token = token;
    const resume = this.#listener.begin();
    const hello = {
      t: 'hello' as const,
      token,
      outlet,
      audience: [...audience],
      ...(resume && { resume }),
      ...(device !== undefined && { device }),
      ...(version !== undefined && { version }),
    };
    const target = `${url.replace(/^http/, 'ws')}/ws`;
    this.#link = this.#linked({ world, codec, url: target, hello }, attempt);
  }

  #linked(options: LinkOptions, attempt: number): Link {
    const mine = () => attempt === this.#attempt;
    const link: Link = new Link(options, {
      welcomed: (frame, hello) => {
        if (!mine()) return;
        this.#refused = undefined;
        this.#become('live', null);
        const serverTime = Date.parse(frame.serverTime);
        this.#serverNow = () => serverTime + since(options.world.clock, hello);
        this.#renewIn(Date.parse(frame.expiresAt) - serverTime);
        this.#listener.welcomed(frame, hello, link);
      },
      frame: (frame) => {
        if (!mine()) return;
        if (frame.t === 'authed') this.#authed(frame);
        else this.#listener.frame(frame);
      },
      ended: (ending) => {
        if (mine()) this.#ended(ending);
      },
    });
    return link;
  }

  #ended(ending: Ending): void {
    const next = afterEnding(ending, this.#failures, this.#options.world.random());
    this.#drop(ending);
    this.#failures++;
    if (next?.renew) this.#refused = this.#token;
    if (next) this.#wait(next.inMs, ending.problem);
    else this.#become('refused', ending.problem);
  }

  /** There was no link to begin with. */
  #failed(error: unknown): void {
    if (error instanceof SignedOut) {
      this.#become('signedOut', null);
      return;
    }
    this.#failures++;
    const problem = error instanceof ProblemError ? error.problem : null;
    if (!problem && !(error instanceof Unreachable)) {
      this.#options.world.trouble(error, 'connect');
    }
    this.#wait(backoff(this.#failures, this.#options.world.random()), problem);
  }

  #wait(ms: number, problem: Problem | null): void {
    this.#become('waiting', problem);
    this.#wake = this.#options.world.clock.after(ms, () => this.#connect());
  }

  /** Ends the link, and whatever is planned. What it may still say is not heard. */
  #drop(ending: Ending = { code: 1006, bye: null, problem: null, welcomed: true }): void {
    this.#attempt++;
    this.#wake();
    this.#renewal();
    const link = this.#link;
    this.#link = null;
    if (!link) return;
    link.end();
    this.#listener.lost(ending);
  }

  #renewIn(ms: number): void {
    const inMs = Math.min(Math.max(ms - RENEW_BEFORE_MS, ms / 2, 1000), LONGEST_TIMER_MS);
    const attempt = this.#attempt;
    this.#renewal = this.#options.world.clock.after(inMs, () => {
      this.#options.tokens.token().then(
        (token) => {
          if (attempt !== this.#attempt) return;
          this.#token = token;
          this.#link?.send({ t: 'auth', token });
        },
        // Without a new token the server ends the link, and the next attempt says what is wrong.
        () => undefined,
      );
    });
  }

  #authed({ expiresAt }: FrameOf<'authed'>): void {
    this.#renewIn(Date.parse(expiresAt) - this.#serverNow());
  }

  #become(phase: ConnectionState['phase'], problem: Problem | null): void {
    if (phase === this.#state.phase && problem === this.#state.problem) return;
    this.#state = { phase, problem };
    this.#changed.tell();
  }
}
