/** Something that waits for its organization's turn. */
export interface Waiting {
  readonly organizationId: string;
}

export interface LanesParts<W extends Waiting> {
  /** Groups under way at the same time, at most. */
  lanes: number;
  /** In one group, at most. */
  size: number;
  /** Does all of a group, and says of each when it is `finished`; never rejects. */
  run(group: readonly W[]): Promise<void>;
}

/**
 * What waits goes together: an organization's in the order in which it came, and those of several
 * organizations in one group. While something of an organization is under way, nothing more of it
 * begins: two groups of it would only fight for its counters.
 */
export class Lanes<W extends Waiting> {
  readonly #parts: LanesParts<W>;
  /** By organization; the one that has waited longest comes first. */
  readonly #queues = new Map<string, W[]>();
  /** How many of an organization are under way. */
  readonly #underWay = new Map<string, number>();
  #running = 0;
  #planned = false;

  constructor(parts: LanesParts<W>) {
    this.#parts = parts;
  }

  add(waiting: W): void {
    const queue = this.#queues.get(waiting.organizationId);
    if (queue) queue.push(waiting);
    else this.#queues.set(waiting.organizationId, [waiting]);
    this.#plan();
  }

  /** An organization may begin anew, though others that went with it are not done yet. */
  finished({ organizationId }: W): void {
    const left = (this.#underWay.get(organizationId) ?? 0) - 1;
    if (left > 0) {
      this.#underWay.set(organizationId, left);
      return;
    }
    this.#underWay.delete(organizationId);
    this.#plan();
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
      void this.#parts.run(group).finally(() => {
        this.#running--;
        this.#plan();
      });
    }
  }

  #take(): W[] {
    const group: W[] = [];
    for (const [organizationId, queue] of this.#queues) {
      const room = this.#parts.size - group.length;
      if (room === 0) break;
      if (this.#underWay.has(organizationId)) continue;
      const taken = queue.splice(0, room);
      // What is left waits behind the others.
      this.#queues.delete(organizationId);
      if (queue.length > 0) this.#queues.set(organizationId, queue);
      this.#underWay.set(organizationId, taken.length);
      group.push(...taken);
    }
    return group;
  }
}
