/** The boxes of a fleet, or nginx, or a single kotd: whoever finds one silent goes to the next. */
export class Servers {
  readonly #urls: readonly string[];
  #at: number;
  #others = 0;

  /** @param urls such as http://127.0.0.1:8080; at least one */
  constructor(urls: readonly string[], first = 0) {
    if (urls.length === 0) throw new Error('there is no server to go to');
    this.#urls = urls;
    this.#at = first;
  }

  get current(): string {
    return this.#urls[this.#at % this.#urls.length] ?? '';
  }

  /** Answers the current one and makes the next one current. */
  next(): string {
    const { current } = this;
    this.#at++;
    return current;
  }

  /** The same servers for somebody else, who begins at another one than the last who asked. */
  another(): Servers {
    return new Servers(this.#urls, this.#others++);
  }
}
