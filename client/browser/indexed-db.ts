import { type IDBPDatabase, openDB } from 'idb';
import { Listeners } from '../listeners.js';
import type { Change, DeviceStore, Stored } from '../storage.js';
import { lead } from './lead.js';

const VERSION = 1;
const RECORDS = 'records';
const PICTURES = 'pictures';

/** What tabs say to each other. */
type Message = { changed: readonly string[] } | { told: unknown };

/** A device's store in the browser's IndexedDB, shared by all tabs that open the same name. */
export class IndexedDbStore implements DeviceStore {
  readonly #name: string;
  readonly #db: IDBPDatabase;
  readonly #channel: BroadcastChannel;
  readonly #changed = new Listeners<[keys: readonly string[]]>();
  readonly #told = new Listeners<[message: unknown]>();
  /** The last change under way; those before it are done before it. */
  #last: Promise<void> = Promise.resolve();

  private constructor(name: string, db: IDBPDatabase) {
    this.#name = name;
    this.#db = db;
    this.#channel = new BroadcastChannel(`kotd/${name}`);
    this.#channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if ('changed' in data) this.#changed.tell(data.changed);
      else this.#told.tell(data.told);
    };
  }

  /** @throws where the browser keeps nothing */
  static async open(name: string): Promise<IndexedDbStore> {
    const db = await openDB(`kotd/${name}`, VERSION, {
      upgrade(fresh) {
        fresh.createObjectStore(RECORDS);
        fresh.createObjectStore(PICTURES);
      },
      // A tab of a newer version waits for this one to let go.
      blocking: () => db.close(),
    });
    return new IndexedDbStore(name, db);
  }

  async list(prefix: string): Promise<Stored[]> {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const store = this.#db.transaction(RECORDS).store;
    const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
    return keys.map((key, at): Stored => [String(key), values[at]]);
  }

  update(keys: readonly string[], decide: (values: unknown[]) => readonly Change[]): Promise<void> {
    const update = this.#update(keys, decide);
    this.#last = update.catch(() => undefined);
    return update;
  }

  async #update(
    keys: readonly string[],
    decide: (values: unknown[]) => readonly Change[],
  ): Promise<void> {
    // Strict: without it a browser says so before it has reached the disk.
    const transaction = this.#db.transaction(RECORDS, 'readwrite', { durability: 'strict' });
    const { store } = transaction;
    const changes = decide(await Promise.all(keys.map((key) => store.get(key))));
    const writes = changes.map(([key, value]) =>
      value === undefined ? store.delete(key) : store.put(value, key),
    );
    // Not when the writes are told to have succeeded: a page that is going away does not live to hear of it.
    transaction.commit();
    await Promise.all([...writes, transaction.done]);
    if (changes.length > 0) this.#post({ changed: changes.map(([key]) => key) });
  }

  async keep(name: string, picture: unknown): Promise<void> {
    const transaction = this.#db.transaction(PICTURES, 'readwrite');
    const put = transaction.store.put(picture, name);
    // At once, as a change is.
    transaction.commit();
    await Promise.all([put, transaction.done]);
  }

  async kept(name: string): Promise<unknown> {
    return await this.#db.get(PICTURES, name);
  }

  onChanged(listener: (keys: readonly string[]) => void): () => void {
    return this.#changed.add(listener);
  }

  tell(message: unknown): void {
    this.#post({ told: message });
  }

  onTold(listener: (message: unknown) => void): () => void {
    return this.#told.add(listener);
  }

  lead(name: string, begin: () => void): () => void {
    return lead(this, `kotd/${this.#name}/${name}`, begin);
  }

  async close(): Promise<void> {
    // No write begins from here on; those that have are done, and the other tabs must hear of them.
    this.#db.close();
    await this.#last;
    this.#channel.close();
  }

  #post(message: Message): void {
    this.#channel.postMessage(message);
  }
}
