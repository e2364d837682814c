import { type ReadonlySignal, signal } from '@preact/signals';
import type { DeviceStore } from '../../../client/storage.js';
import { type Draft, EMPTY_DRAFT, isEmpty } from '../order/draft.js';

export interface DraftsParts {
  store: Pick<DeviceStore, 'list' | 'update' | 'onChanged'>;
  outlet: string;
  /** A draft could not be kept: it is here as long as the page is open. */
  trouble(error: unknown): void;
}

/**
 * What is being taken at this device and was not sent: kept with each tap, so that neither a reload
 * nor a flat battery loses a line. All people and tabs of the device share them.
 */
export class Drafts {
  readonly #parts: DraftsParts;
  readonly #all = signal<ReadonlyMap<string, Draft>>(new Map());
  readonly #unwatch: () => void;
  /** Counts the changes made here: what was read before the last one is out of date. */
  #changes = 0;

  private constructor(parts: DraftsParts) {
    this.#parts = parts;
    this.#unwatch = parts.store.onChanged((keys) => {
      if (keys.some((key) => key.startsWith(this.#name('')))) {
        void this.#read().catch(parts.trouble);
      }
    });
  }

  static async open(parts: DraftsParts): Promise<Drafts> {
    const drafts = new Drafts(parts);
    await drafts.#read();
    return drafts;
  }

  /** By their keys; those with nothing in them are left out. */
  get all(): ReadonlySignal<ReadonlyMap<string, Draft>> {
    return this.#all;
  }

  get(key: string): Draft {
    return this.#all.value.get(key) ?? EMPTY_DRAFT;
  }

  /** @param alter must be pure: it is applied to what is shown, and to what is kept */
  change(key: string, alter: (draft: Draft) => Draft): void {
    this.#changes++;
    this.#all.value = withDraft(this.#all.value, key, alter(this.get(key)));
    const name = this.#name(key);
    this.#parts.store
      .update([name], ([kept]) => [[name, storable(alter(draftOf(kept)))]])
      .catch(this.#parts.trouble);
  }

  close(): void {
    this.#unwatch();
  }

  async #read(): Promise<void> {
    const before = this.#changes;
    const kept = await this.#parts.store.list(this.#name(''));
    if (before !== this.#changes) return await this.#read();
    const all = kept.map(([name, draft]) => [name.slice(this.#name('').length), draftOf(draft)]);
    this.#all.value = new Map(all as [string, Draft][]);
  }

  #name(key: string): string {
    return `draft/${this.#parts.outlet}/${key}`;
  }
}

function withDraft(all: ReadonlyMap<string, Draft>, key: string, draft: Draft) {
  const after = new Map(all);
  if (isEmpty(draft)) after.delete(key);
  else after.set(key, draft);
  return after;
}

function storable(draft: Draft): Draft | undefined {
  return isEmpty(draft) ? undefined : draft;
}

/** What an older version kept has perhaps not all of it. */
function draftOf(kept: unknown): Draft {
  return { ...EMPTY_DRAFT, ...(kept as Partial<Draft> | undefined) };
}
