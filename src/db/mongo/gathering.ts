import type { Ids } from './stored.js';

/** Asked for in one question; beyond it a single answer would hold up the others. */
const MAX_GATHERED = 500;
/** Questions under way for one collection: while they are, what else is asked for gathers. */
const MAX_UNDER_WAY = 2;
/** One that takes longer holds up nobody any more: its connection may be dead; ms. */
const SLOW_MS = 100;

/** Answers what was found, by `_id`. */
type Ask<F> = (ids: Ids) => Promise<ReadonlyMap<string, F>>;

/** A question that was not sent yet. */
interface Question<F> {
  ids: Map<string, string>;
  answer: Promise<ReadonlyMap<string, F>>;
  send(): void;
}

/**
 * What is asked for of a collection in the same turn of the event loop, or while earlier questions are
 * under way, is asked for together: a question costs several times as much as what it finds. An answer is
 * never older than its call, since nobody joins a question that was sent.
 */
export class Gathering<F> {
  readonly #ask: Ask<F>;
  readonly #slowMs: number;
  #question: Question<F> | null = null;
  #underWay = 0;
  #planned = false;

  /** @param slowMs see `SLOW_MS` */
  constructor(ask: Ask<F>, slowMs = SLOW_MS) {
    this.#ask = ask;
    this.#slowMs = slowMs;
  }

  /** In the order of `ids`; undefined where there is no such record. */
  async get(ids: readonly string[], organizationId: string): Promise<(F | undefined)[]> {
    const question = this.#question ?? this.#begin();
    for (const _id of ids) question.ids.set(_id, organizationId);
    if (question.ids.size >= MAX_GATHERED) this.#send(question);
    else this.#plan();
    const found = await question.answer;
    return ids.map((_id) => found.get(_id));
  }

  #begin(): Question<F> {
    const ids = new Map<string, string>();
    let send = () => {};
    const sent = new Promise<void>((resolve) => {
      send = resolve;
    });
    const answer = sent.then(() => this.#ask(ids));
    this.#question = { ids, answer, send };
    return this.#question;
  }

  /** At the end of this turn of the event loop, so that all that is asked for in it goes together. */
  #plan(): void {
    if (this.#planned || this.#underWay >= MAX_UNDER_WAY) return;
    this.#planned = true;
    setImmediate(() => {
      this.#planned = false;
      if (this.#question) this.#send(this.#question);
    });
  }

  #send(question: Question<F>): void {
    this.#question = null;
    this.#underWay++;
    let counts = true;
    const leave = () => {
      clearTimeout(slow);
      if (!counts) return;
      counts = false;
      this.#underWay--;
      if (this.#question) this.#plan();
    };
    const slow = setTimeout(leave, this.#slowMs).unref();
    question.answer.then(leave, leave);
    question.send();
  }
}
