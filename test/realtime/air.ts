import type { Member, Publish } from '../../src/realtime/channel.js';

/** One that sits in a channel as a socket does, and is tuned by whatever `Air` it was made with. */
export abstract class Sitting implements Member {
  readonly #air: Air;

  constructor(air: Air) {
    this.#air = air;
  }

  abstract deliver(frames: readonly Uint8Array[]): void;

  restart(): void {}

  tune(topic: string): void {
    this.#air.tuned.set(this, topic);
  }

  untune(): void {
    this.#air.tuned.delete(this);
  }

  published(): void {}
}

/** What uWebSockets is to channels: hands what is published to those who are tuned to it. */
export class Air {
  readonly tuned = new Map<Member, string>();
  /** Frames published. */
  count = 0;

  readonly publish: Publish = (topic, frame) => {
    this.count++;
    for (const [member, heard] of this.tuned) if (heard === topic) member.deliver([frame]);
  };
}
