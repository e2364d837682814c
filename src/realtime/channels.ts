import type { Event } from '../domain/decision.js';
import type { Texts } from '../db/texts.js';
import { Channel, type Member, type Publish } from './channel.js';
import type { Codec } from './codec.js';
import type { ServerFrame } from './frames.js';

/** The channels of one stream. A channel lives as long as somebody sits in it. */
export class Channels {
  readonly #gatherMs: number;
  readonly #publish: Publish;
  readonly #channels = new Map<string, Channel>();

  constructor(gatherMs: number, publish: Publish) {
    this.#gatherMs = gatherMs;
    this.#publish = publish;
  }

  /** @param position of the stream at this moment */
  join(audiences: ReadonlySet<string>, codec: Codec, position: number, member: Member): Channel {
    const key = channelKey(audiences, codec);
    let channel = this.#channels.get(key);
    if (!channel) {
      channel = new Channel(audiences, codec, position, this.#gatherMs, this.#publish);
      this.#channels.set(key, channel);
    }
    channel.join(member);
    return channel;
  }

  leave(channel: Channel, member: Member): void {
    channel.leave(member);
    const key = channelKey(channel.audiences, channel.codec);
    if (channel.size === 0) this.#channels.delete(key);
  }

  /** The stream is another: whoever sits here begins again, and so does every channel. */
  restart(): void {
    for (const channel of [...this.#channels.values()]) channel.restart();
  }

  offer(event: Event, texts?: Texts): void {
    for (const channel of this.#channels.values()) channel.offer(event, texts);
  }

  /** Sends a frame to every member of every channel, after the events gathered before. */
  announce(frame: ServerFrame): void {
    const encoded = new Map<Codec, Uint8Array>();
    for (const channel of this.#channels.values()) {
      const bytes = encoded.get(channel.codec) ?? channel.codec.encode(frame);
      encoded.set(channel.codec, bytes);
      channel.announce(bytes);
    }
  }
}

/** What sockets must have in common to share bytes. Whoever makes an audience set sorts it. */
export function channelKey(audiences: ReadonlySet<string>, codec: Codec): string {
  return `${codec.name} ${[...audiences].join(' ')}`;
}
