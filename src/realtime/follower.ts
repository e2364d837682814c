import type { Event } from '../domain/decision.js';
import { hears } from '../domain/audience.js';
import type { Channel } from './channel.js';
import { eventFrame } from './frames.js';
import type { Resets } from './resets.js';
import type { RealtimeSettings } from './settings.js';
import type { Socket } from './socket.js';
import type { Restartable, Stream } from './stream.js';

/** Events taken from memory at a time. */
const BATCH = 100;
/** Steps after which a socket that is still not level with the stream is told to come back. */
const MAX_STEPS = 1_000;

export interface Resume {
  epoch: string;
  seq: number;
}

/**
 * Brings one socket level with its outlet's stream, and lets it go on from there. Events of the
 * past are sent until the socket stands exactly where the stream stands; in that same turn of the
 * event loop it joins a channel. So nothing falls between the replay and what is live, nothing
 * comes twice, and nothing has to be held back for it meanwhile.
 */
export class Follower implements Restartable {
  readonly #socket: Socket;
  readonly #stream: Stream;
  readonly #resets: Resets;
  readonly #audiences: ReadonlySet<string>;
  readonly #settings: RealtimeSettings;
  /** Reports why the socket cannot be served. */
  readonly #failed: (error: unknown) => void;
  #channel: Channel | null = null;
  /** The position that the last frame sent told of: what the next event follows. */
  #told = 0;

  constructor(
    socket: Socket,
    stream: Stream,
    resets: Resets,
    audiences: ReadonlySet<string>,
    settings: RealtimeSettings,
    failed: (error: unknown) => void,
  ) {
    this.#socket = socket;
    this.#stream = stream;
    this.#resets = resets;
    this.#audiences = audiences;
    this.#settings = settings;
    this.#failed = failed;
    stream.follow(this);
  }

  /** @param resume where the client says it stands; null or too far off: a reset comes first */
  start(resume: Resume | null): void {
    this.#catchUp(resume).catch(this.#failed);
  }

  /** The stream is another: only a reset helps. One that is still catching up sees it by itself. */
  restart(): void {
    if (!this.#channel) return;
    this.#leaveChannel();
    this.start(null);
  }

  stop(): void {
    this.#stream.unfollow(this);
    this.#leaveChannel();
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
        this.#channel = stream.join(this.#audiences, socket.codec, socket);
        return;
      } else {
        const events = stream.recent(here.seq, BATCH) ?? (await stream.read(here.seq));
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
    return epoch === stream.epoch && gap >= 0 && gap <= this.#settings.resumeEvents;
  }

  async #reset(): Promise<Resume | null> {
    const reset = await this.#resets.make(this.#stream, this.#audiences, this.#socket.codec);
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
      if (bytes < this.#settings.queueBytes / 4) continue;
      this.#socket.deliverLarge(frames);
      frames = [];
      bytes = 0;
      const open = await this.#socket.room();
      if (!open || this.#stream.epoch !== from.epoch) return { ...from, seq: event.seq };
    }
    this.#socket.deliverLarge(frames);
    return { ...from, seq: events.at(-1)?.seq ?? from.seq };
  }

  #leaveChannel(): void {
    if (this.#channel) this.#stream.leave(this.#channel, this.#socket);
    this.#channel = null;
  }
}
