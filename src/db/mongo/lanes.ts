/** Something that waits for its stream's turn. */
export interface Waiting {
  /** Which stream it is of. */
  readonly stream: string;
}

export interface LanesParts<W extends Waiting> {
  /** Groups under way at the same time, at most. */
  lanes: number;
  /** In one group, at most. */
  size: number;
  /**
   * Does all of a group, and says of each when it is `finished`; never rejects.
   * @param aside to be called by a group that others are in the way of: its lane is free meanwhile
   */
  run(group: readonly W[], aside: () => void): Promise<void>;
}

/**
 * What waits goes together: a stream's in the order in which it came, and those of several streams in
 * one group. While something of a stream is under way, nothing more of it begins: two groups of it would
 * only fight for its counters.
 */
export class Lanes<W extends Waiting> {
  readonly #parts: LanesParts<W>;
  /** By stream; the one that has waited longest comes first. */
  readonly #queues = new Map<string, W[]>();
  /** How many of a stream are under way. */
  readonly #underWay = new Map<string, number>();
  #running = 0;
  #planned = false;

  constructor(parts: LanesParts<W>) {
    this.#parts = parts;
  }

  add(waiting: W): void {
    const queue = this.#queues.get(waiting.stream);
    if (queue) queue.push(waiting);
    else this.#queues.set(waiting.stream, [waiting]);
    this.#plan();
  }

  /** A stream may begin anew, though others that went with it are not done yet. */
  finished({ stream }: W): void {
    const left = (this.#underWay.get(stream) ?? 0) - 1;
    if (left > 0) {
      this.#underWay.set(stream, left);
      return;
    }
    this.#underWay.delete(stream);
    this.#plan();
  }

  /** Takes out, of a stream's that have not begun, the first ones of which it is true. */
  withdraw(stream: string, isIt: (waiting: W) => boolean): W[] {
    const queue = this.#queues.get(stream) ?? [];
    const kept = queue.findIndex((waiting) => !isIt(waiting));
    const taken = queue.splice(0, kept < 0 ? queue.length : kept);
    if (queue.length === 0) this.#queues.delete(stream);
    return taken;
  }

  /** At the end of this turn of the event loop, so that all that came in it goes together. */
  #plan(): void {
    if (this.#planned) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#running < this.#parts.lanes) {
      const group = this.#take();
      if (group.length === 0) return;
      this.#running++;
      let counts = true;
      const leave = () => {
        if (!counts) return;
        counts = false;
        this.#running--;
        this.#plan();
      };
      void this.#parts.run(group, leave).finally(leave);
    }
  }

  #take(): W[] {
    const group: W[] = [];
    for (const [stream, queue] of this.#queues) {
      const room = this.#parts.size - group.length;
      if (room === 0) break;
      if (this.#underWay.has(stream)) continue;
      const taken = queue.splice(0, room);
      // What is left waits behind the others.
      this.#queues.delete(stream);
      if (queue.length > 0) this.#queues.set(stream, queue);
      this.#underWay.set(stream, taken.length);
      group.push(...taken);
    }
    return group;
  }
}
