import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Settings } from '../config.js';
import type { Archive, StoredRecord } from '../db/archive.js';
import type { Store } from '../db/store.js';
import { reading, verify } from './archive/file.js';
import type { Closing } from './archive/lines.js';
import { type OperatorCommand, OperatorError, type Out, UsageError } from './command.js';
import { whileStopped, withStore } from './store.js';
import { sectionLine } from './words.js';

export const command: OperatorCommand = {
  name: 'import',
  usage: 'FILE|- [--replace]',
  summary:
    'takes in what kotd export wrote; --replace erases first what is here, with kotd stopped on every box',

  async run(args, settings, out) {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { replace: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [from, ...rest] = positionals;
    if (from === undefined || rest.length > 0)
      throw new UsageError('name one file, or - for a pipe');
    const { replace = false } = values;
    const take = (path: string) => importFrom(path, settings, replace, out);
    await (from === '-' ? spooled(take) : take(from));
    return 0;
  },
};

/**
 * Through a file of our own, whole before anything is changed: a pipe that breaks off after its first
 * half must not have erased anything.
 */
async function spooled(take: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kotd-import-'));
  try {
    const path = join(folder, 'standard input');
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    await take(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function importFrom(
  path: string,
  settings: Settings,
  replace: boolean,
  out: Out,
): Promise<void> {
  const arriving = await surveyed(path);
  const load = () =>
    withStore(settings, async (store) => {
      for (const organization of arriving) await refuseThere(store, organization, replace);
      await loadAll(path, store, replace, out);
    });
  await (replace ? whileStopped(settings, load) : load());
}

interface Arriving {
  id: string;
  logins: string[];
}

/** Verifies all of it, and answers what there is to know before the first is loaded. */
async function surveyed(path: string): Promise<Arriving[]> {
  const logins: { login: string; id: string }[] = [];
  const { sections } = await verify(path, (record, { id }) => {
    const isLogin = record.kind === 'document' && record.collection === 'login';
    if (isLogin) logins.push({ login: record.id, id });
  });
  if (sections.some(({ opening }) => opening.differs)) {
    throw new OperatorError('it is a differential backup: kotd restore takes it, with its base');
  }
  return sections.map(({ opening: { id } }) => {
    return { id, logins: logins.filter((one) => one.id === id).map(({ login }) => login) };
  });
}

async function refuseThere(
  store: Store & Archive,
  { id, logins }: Arriving,
  replace: boolean,
): Promise<void> {
  const presence = await store.presence(id);
  if (presence !== 'none' && !replace) {
    const how =
      presence === 'whole'
        ? 'is here already'
        : 'is here in part: an import was cut off, or is under way';
    throw new OperatorError(`organization ${id} ${how}; --replace erases it first`);
  }
  const found = await store.getMany({ organizationId: id }, 'login', logins);
  for (const login of found) {
    if (!login || login.organizationId === id) continue;
    throw new OperatorError(`the login ${login.id} is here already, of another organization`);
  }
}

async function loadAll(path: string, store: Archive, replace: boolean, out: Out): Promise<void> {
  await reading(path, async (reader) => {
    let ended: Closing | null = null;
    const sections = reader.sections((closing) => {
      ended = closing;
    });
    for await (const { opening, records } of sections) {
      const { id } = opening;
      if (replace) await store.erase(id);
      const arriving = new Watched(records);
      try {
        await store.load(id, arriving);
        if (ended) out.line(sectionLine(ended));
      } catch (error) {
        // Else it was refused before anything came of it, and what is here is somebody else's.
        if (arriving.begun) {
          out.note(`erasing what came of ${id}`);
          await store.erase(id);
        }
        throw error;
      }
    }
  });
}

/** Records that tell whether any of them was asked for. */
class Watched implements AsyncIterable<StoredRecord> {
  begun = false;
  readonly #records: AsyncIterable<StoredRecord>;

  constructor(records: AsyncIterable<StoredRecord>) {
    this.#records = records;
  }

  [Symbol.asyncIterator](): AsyncIterator<StoredRecord> {
    this.begun = true;
    return this.#records[Symbol.asyncIterator]();
  }
}
