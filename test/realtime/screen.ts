import { hears } from '../../src/domain/audience.js';
import type { Event } from '../../src/domain/decision.js';
import type { ServerFrame } from '../../src/realtime/frames.js';

/**
 * What a careful terminal makes of its frames: it knows where it stands, and notices a hole or a
 * repeat. It goes on over several sockets.
 */
export class Screen {
  epoch = '';
  position = -1;
  /** Where the last reset began. */
  from = -1;
  /** The events shown since then. */
  seqs: number[] = [];
  /** Ids of all that is in the last reset or in an event since. */
  readonly known = new Set<string>();
  /** Current to this time, or null when it cannot say so. */
  currentTo: string | null = null;
  readonly faults: string[] = [];

  show(frame: ServerFrame): void {
    if (frame.t === 'reset') {
      this.epoch = frame.epoch;
      this.position = frame.seq;
      this.from = frame.seq;
      this.seqs = [];
      this.known.clear();
      for (const { id } of Object.values(frame.snapshot).flat()) this.known.add(id);
    } else if (frame.t === 'ev') {
      if (frame.prev > this.position) this.faults.push(`hole: ${frame.prev} > ${this.position}`);
      // A prev below the last event would not have told, had that event been lost.
      if (frame.prev < (this.seqs.at(-1) ?? 0)) this.faults.push(`blind: ${frame.prev}`);
      if (frame.seq <= this.position) this.faults.push(`repeat: ${frame.seq} <= ${this.position}`);
      this.position = frame.seq;
      this.seqs.push(frame.seq);
      this.known.add(idOf(frame.data));
    } else if (frame.t === 'pos') {
      if (frame.seq < this.position) this.faults.push(`back to ${frame.seq} from ${this.position}`);
      this.position = frame.seq;
      this.currentTo = frame.seq >= frame.head ? frame.at : null;
    }
  }

  get resume() {
    return { epoch: this.epoch, seq: this.position };
  }

  /** What should have been shown, given the whole stream and what is listened to. */
  expected(stream: readonly Event[], audience: string[]): number[] {
    const audiences = new Set(audience);
    return stream
      .filter((event) => event.seq > this.from && hears(audiences, event))
      .map(({ seq }) => seq);
  }
}

/** The id of the object that an event is about. */
export function idOf(data: Event['data']): string {
  const [object] = Object.values(data);
  return String(Object(object).id);
}
