import type { Event } from '../domain/decision.js';
import { hears } from '../domain/audience.js';
import type { Channel, Member } from './channel.js';
import { eventFrame } from './frames.js';
import type { SessionParts } from './parts.js';
import type { Socket } from './socket.js';
import type { Stream } from './stream.js';

/** Events taken from memory at a time. */
const BATCH = 100;
/** Steps after which a socket that is still not level with the stream is told to come back. */
const MAX_STEPS = 1_000;

export interface Resume {
  epoch: string;
  seq: number;
}

/** Whose socket it is. */
export interface Followed {
  /** The socket cannot be served. Tells the client why, and closes it. */
  refuse(error: unknown): void;
}

/**
 * Brings one socket level with its outlet's stream, and lets it go on from there. Events of the
 * past are sent until the socket stands exactly where the stream stands; in that same turn of the
 * event loop it joins a channel. So nothing falls between the replay and what is live, nothing
 * comes twice, and nothing has to be held back for it meanwhile.
 */
export class Follower implements Member {
  readonly #parts: SessionParts;
  readonly #client: Followed;
  readonly #socket: Socket;
  readonly #stream: Stream;
  #audiences: ReadonlySet<string>;
  #channel: Channel | null = null;
  /** The position that the last frame sent told of: what the next event follows. */
  #told = 0;

  constructor(
    parts: SessionParts,
    client: Followed,
    socket: Socket,
    stream: Stream,
    audiences: ReadonlySet<string>,
  ) {
    this.#parts = parts;
    this.#client = client;
    this.#socket = socket;
    this.#stream = stream;
    this.#audiences = audiences;
  }

  get audiences(): ReadonlySet<string> {
    return this.#audiences;
  }

  /** @param resume where the client says it stands; null or too far off: a reset comes first */
  start(resume: Resume | null): void {
    this.#catchUp(resume).catch((error) => this.#client.refuse(error));
  }

  deliver(frames: readonly Uint8Array[]): void {
    this.#socket.deliver(frames);
  }

  tune(topic: string): void {
    this.#socket.tune(topic);
  }

  untune(): void {
    this.#socket.untune();
  }

  published(frames: number): void {
    this.#socket.published(frames);
  }

  /** Only a reset helps. Who is still catching up, and sits in no channel, sees it without this. */
  restart(): void {
    this.stop();
    this.start(null);
  }

  stop(): void {
    if (this.#channel) this.#stream.leave(this.#channel, this);
    this.#channel = null;
  }

  async #catchUp(resume: Resume | null): Promise<void> {
    const socket = this.#socket;
    const stream = this.#stream;
    let here = resume && (await this.#canResume(resume)) ? resume : null;
    this.#told = here?.seq ?? 0;
    for (let step = 0; step < MAX_STEPS; step++) {
      if (!(await socket.room()) || !socket.open) return;
      if (!here || here.epoch !== stream.epoch) {
        here = await this.#reset();
      } else if (here.seq === stream.position) {
        this.#channel = stream.join(this.#audiences, socket.codec, this);
        // The same names: one set of them is enough for a channel.
        this.#audiences = this.#channel.audiences;
        return;
      } else {
        const events = stream.recent(here.seq, BATCH) ?? (await stream.past(here.seq));
        if (events) here = await this.#replay(events, here);
      }
    }
    // It comes back from here, however little of all that it was to hear.
    if (here?.epoch === stream.epoch) socket.send(stream.posAt(here.seq));
    socket.leave('behind');
  }

  /** A client may be ahead of this worker, since another one served it before. */
  async #canResume({ epoch, seq }: Resume): Promise<boolean> {
    const stream = this.#stream;
    if (epoch === stream.epoch && seq > stream.position) await stream.repair();
    const gap = stream.position - seq;
    return epoch === stream.epoch && gap >= 0 && gap <= this.#parts.settings.resumeEvents;
  }

  async #reset(): Promise<Resume | null> {
    const reset = await this.#parts.resets.make(this.#stream, this.#audiences, this.#socket.codec);
    if (!reset) return null;
    this.#socket.deliverLarge([reset.frame]);
    this.#told = reset.seq;
    return reset;
  }

  /** Sends what of the events is heard, as fast as the peer takes it; answers how far that went. */
  async #replay(events: readonly Event[], from: Resume): Promise<Resume> {
    const { codec } = this.#socket;
    let frames: Uint8Array[] = [];
    let bytes = 0;
    for (const event of events) {
      if (!hears(this.#audiences, event)) continue;
      const frame = codec.encode(eventFrame(event, this.#told));
      this.#told = event.seq;
      frames.push(frame);
      bytes += frame.length;
      if (bytes < this.#parts.settings.queueBytes / 4) continue;
      this.#socket.deliverLarge(frames);
      frames = [];
      bytes = 0;
      const open = await this.#socket.room();
      if (!open || this.#stream.epoch !== from.epoch) return { ...from, seq: event.seq };
    }
    this.#socket.deliverLarge(frames);
    return { ...from, seq: events.at(-1)?.seq ?? from.seq };
  }
}
