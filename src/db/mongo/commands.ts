import type { CommandRecord, Scope } from '../store.js';
import { commandId, KEPT } from './layout.js';
import { type Asked, recordIn } from './reads.js';
import type { Records } from './records.js';

/** Commands that were looked for in vain and did not come yet: most come within milliseconds, or never. */
const MAX_ABSENT = 10_000;

/**
 * Commands that took effect. Who has looked for one in vain is likely to commit it: it is then not looked for
 * again. Should another worker have been faster, the one `_id` that both would write tells.
 */
export class Commands {
  readonly #records: Records;
  /** The one that was looked for longest ago comes first. */
  readonly #absent = new Set<string>();

  constructor(records: Records) {
    this.#records = records;
  }

  async get(scope: Scope, id: string): Promise<CommandRecord | undefined> {
    const _id = commandId(scope, id);
    const [found] = await this.#records.get(KEPT.command, [_id], scope.organizationId);
    if (found) return recordIn(found);
    this.#absent.add(_id);
    const [oldest = _id] = this.#absent;
    if (this.#absent.size > MAX_ABSENT) this.#absent.delete(oldest);
    return undefined;
  }

  /**
   * Those of a group that took effect before, as a majority has them: a repetition is answered without a
   * commit.
   * @param thorough looks for all of them
   */
  async earlier(group: readonly Asked[], thorough: boolean): Promise<Map<string, CommandRecord>> {
    const ids = new Map<string, string>();
    for (const { scope, commit } of group) {
      if (!commit.command) continue;
      const _id = commandId(scope, commit.command.id);
      const absent = this.#absent.delete(_id);
      if (thorough || !absent) ids.set(_id, scope.organizationId);
    }
    const found = await this.#records.all(KEPT.command, ids);
    return new Map(found.map((record) => [record._id, recordIn(record)]));
  }
}
