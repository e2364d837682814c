import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Archive } from '../db/archive.js';
import { compareCodePoints } from '../db/record-order.js';
import type { Store } from '../db/store.js';
import { pipeArchive, writeArchive } from './archive/file.js';
import { type Closing, headerOf } from './archive/lines.js';
import { linesOf, type Section } from './archive/write.js';
import { type OperatorCommand, OperatorError, UsageError } from './command.js';
import { IN_PART, leftOutOf } from './left-out.js';
import { organizationsIn, withKeptStore } from './store.js';
import { sectionLine } from './words.js';

export const command: OperatorCommand = {
  name: 'export',
  usage: '--organization ID|--all [--out FILE|-]',
  summary: 'writes organizations into one file that kotd import reads; kotd may keep running',

  async run(args, settings, out) {
    const options = {
      organization: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      out: { type: 'string' },
    } as const;
    const { organization, all = false, out: to } = parseArgs({ args: [...args], options }).values;
    if (all === (organization !== undefined)) throw new UsageError('say --organization or --all');
    const now = new Date().toISOString();
    const path = to ?? `kotd-export-${now.replaceAll(/[-:.]/g, '')}.jsonl.gz`;
    return await withKeptStore(settings, async (store) => {
      const ids = organization ? await present(store, organization) : organizationsIn(store);
      const closings: Closing[] = [];
      const lines = linesOf(
        headerOf(settings.mongo, null),
        sectionsOf(store, ids),
        (_, closing) => {
          closings.push(closing);
        },
      );
      if (path === '-') await pipeArchive(lines, process.stdout);
      else {
        await refuseTaken(path);
        await writeArchive(path, lines);
      }
      // Standard output may be the archive.
      const say = path === '-' ? out.note : out.line;
      for (const closing of closings) say(sectionLine(closing));
      say(path === '-' ? 'written; nobody has read it back' : `written and verified: ${path}`);
      const leftOut = all ? await leftOutOf(store, closings) : [];
      for (const line of leftOut) out.note(line);
      return leftOut.length > 0 ? 1 : 0;
    });
  },
};

/** In the order of an archive. */
async function present(store: Archive, ids: readonly string[]): Promise<string[]> {
  for (const id of ids) {
    const presence = await store.presence(id);
    if (presence === 'none') throw new OperatorError(`there is no organization ${id}`);
    if (presence === 'part') throw new OperatorError(`organization ${id}: ${IN_PART}`);
  }
  return [...new Set(ids)].sort(compareCodePoints);
}

async function* sectionsOf(
  store: Store & Archive,
  ids: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<Section> {
  for await (const id of ids) {
    const at = new Date().toISOString();
    const opening = { kind: 'organization', id, at, differs: false } as const;
    yield { opening, records: store.dump(id) };
  }
}

async function refuseTaken(path: string): Promise<void> {
  const taken = await access(path).then(
    () => true,
    () => false,
  );
  if (taken) throw new OperatorError(`${path} is there already`);
}
