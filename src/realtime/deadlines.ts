/** What is due is called when its slot of time is over: never early, and at most this much late; ms. */
const SLOT_MS = 50;

interface Slot<T> {
  readonly members: Set<T>;
  readonly timer: NodeJS.Timeout;
}

/**
 * Calls each of many things when its time has come. One timer serves all that fall into the same slot
 * of time: one for each socket would be a third of the memory that a socket takes here.
 */
export class Deadlines<T> {
  readonly #call: (due: Iterable<T>) => void;
  /** By the number of the slot since the process began. */
  readonly #slots = new Map<number, Slot<T>>();

  /** @param call must not throw */
  constructor(call: (due: Iterable<T>) => void) {
    this.#call = call;
  }

  /** Answers the slot, by which it can be called off. */
  set(member: T, inMs: number): number {
    const now = performance.now();
    const number = Math.ceil((now + inMs) / SLOT_MS);
    let slot = this.#slots.get(number);
    if (!slot) {
      const timer = setTimeout(() => this.#end(number), Math.ceil(number * SLOT_MS - now));
      slot = { members: new Set(), timer };
      this.#slots.set(number, slot);
    }
    slot.members.add(member);
    return number;
  }

  /** Nothing happens when its time has come already. */
  callOff(member: T, number: number): void {
    const slot = this.#slots.get(number);
    if (!slot?.members.delete(member) || slot.members.size > 0) return;
    clearTimeout(slot.timer);
    this.#slots.delete(number);
  }

  #end(number: number): void {
    const slot = this.#slots.get(number);
    // If this process stood still, what calls a member off may lie unread: the loop reads it before this.
    setImmediate(() => {
      if (!slot || this.#slots.get(number) !== slot) return;
      this.#slots.delete(number);
      this.#call(slot.members);
    });
  }
}
