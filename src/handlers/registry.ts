import { KotdError } from '../domain/errors.js';
import type { AnyCommand, AnyQuery, Input } from './spec.js';
import { validator } from './validate.js';

interface Ready<S> {
  spec: S;
  validate(value: unknown): Input;
}

/** Every command and query with its compiled check. Routes, frames and documents are made from it. */
export class Registry {
  readonly #commands = new Map<string, Ready<AnyCommand>>();
  readonly #queries = new Map<string, Ready<AnyQuery>>();
  /** What kotd tells itself: on the road, and behind no door. */
  readonly #inner = new Set<string>();

  constructor(
    commands: readonly AnyCommand[],
    queries: readonly AnyQuery[],
    inner: readonly AnyCommand[] = [],
  ) {
    for (const spec of [...commands, ...inner]) {
      if (this.#commands.has(spec.type)) throw new Error(`two commands named ${spec.type}`);
      this.#commands.set(spec.type, { spec, validate: validator(spec.body) });
    }
    for (const { type } of inner) this.#inner.add(type);
    for (const spec of queries) {
      if (this.#queries.has(spec.name)) throw new Error(`two queries named ${spec.name}`);
      this.#queries.set(spec.name, { spec, validate: validator(spec.query) });
    }
  }

  /** Those that somebody outside may give. */
  get commands(): AnyCommand[] {
    const all = [...this.#commands.values()].map(({ spec }) => spec);
    return all.filter(({ type }) => !this.#inner.has(type));
  }

  get queries(): AnyQuery[] {
    return [...this.#queries.values()].map(({ spec }) => spec);
  }

  command(type: string): Ready<AnyCommand> {
    const found = this.#commands.get(type);
    if (!found) throw new KotdError('invalid', { detail: `There is no command ${type}` });
    return found;
  }

  query(name: string): Ready<AnyQuery> {
    const found = this.#queries.get(name);
    if (!found) throw new KotdError('invalid', { detail: `There is no query ${name}` });
    return found;
  }
}
