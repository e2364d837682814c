import { DamagedArchive } from './damaged.js';

/** The fields of an object that came from a file: each is what it should be, or the file is damaged. */
export class Fields {
  readonly #object: object;

  /** @throws DamagedArchive, as all below */
  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null) {
      throw new DamagedArchive('something is no object');
    }
    this.#object = value;
  }

  text(name: string): string {
    const value = this.#get(name);
    if (typeof value === 'string') return value;
    throw new DamagedArchive(`${name} is no text`);
  }

  textOrNull(name: string): string | null {
    return this.isNull(name) ? null : this.text(name);
  }

  isNull(name: string): boolean {
    return this.#get(name) === null;
  }

  /** 0, 1, 2 … */
  count(name: string): number {
    const value = this.#get(name);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw new DamagedArchive(`${name} is no number`);
  }

  yesOrNo(name: string): boolean {
    const value = this.#get(name);
    if (typeof value === 'boolean') return value;
    throw new DamagedArchive(`${name} is neither true nor false`);
  }

  below(name: string): Fields {
    return new Fields(this.#get(name));
  }

  list(name: string): readonly unknown[] {
    const value = this.#get(name);
    if (Array.isArray(value)) return value;
    throw new DamagedArchive(`${name} is no list`);
  }

  #get(name: string): unknown {
    return Reflect.get(this.#object, name);
  }
}
