import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { type Claim, claimFolder, FolderTaken, type Ground } from '../cluster/claim.js';
import type { Settings } from '../config.js';
import type { Archive } from '../db/archive.js';
import { boxesAtWork } from '../db/at-work.js';
import { openStore } from '../db/open.js';
import type { Store } from '../db/store.js';
import { OperatorError } from './command.js';

/** Ids of so many organizations are asked for at once. */
const PAGE = 1000;

/** Any name that no store has had. */
export const newEpoch = (): string => randomUUID();

/** The store of the settings, for as long as the work takes. kotd may run on it meanwhile. */
export async function withStore<T>(
  settings: Settings,
  work: (store: Store & Archive) => Promise<T>,
): Promise<T> {
  const store = await openStore(settings, newEpoch);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * The same for work that reads: opening makes a store where there is none, and a backup of that would look
 * like one of a store that lost everything.
 * @throws OperatorError when there is none
 */
export async function withKeptStore<T>(
  settings: Settings,
  work: (store: Store & Archive) => Promise<T>,
): Promise<T> {
  const { mongo, store, storeFolder } = settings;
  if (mongo === null && (await isNowhere(storeFolder))) {
    const named = store === null ? 'KOTD_DATA' : 'KOTD_STORE';
    throw new OperatorError(`there is no store in ${storeFolder}: check ${named}`);
  }
  return await withStore(settings, work);
}

async function isNowhere(path: string): Promise<boolean> {
  const code = await stat(path).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Keeps kotd from running on the embedded store during the work: it would not see that what it holds in
 * memory is replaced. On a MongoDB none may run when the work begins; nobody keeps one from being started.
 * @throws OperatorError while kotd runs
 */
export async function whileStopped<T>(settings: Settings, work: () => Promise<T>): Promise<T> {
  if (settings.mongo !== null) {
    const boxes = await boxesAtWork(settings.mongo, settings);
    if (boxes.length === 0) return await work();
    throw new OperatorError(`kotd runs on this database: stop it first on ${boxes.join(', ')}`);
  }
  const { data } = settings;
  const claim = await claimFolder(data).catch(refused(`kotd is running on ${data}: stop it first`));
  return await whileClaimed(claim, work);
}

const BACKUPS: Ground = { what: 'the folder', named: '--into', mode: 0o700 };

/**
 * Does the work while no other backup goes into the folder; makes the folder if it is not there.
 * @throws OperatorError while one does, StartError when the folder cannot be used
 */
export async function whileOnlyBackup<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const busy = `another backup into ${folder} is under way`;
  return await whileClaimed(await claimFolder(folder, BACKUPS).catch(refused(busy)), work);
}

/** What a claim that another one has says to the operator. */
function refused(line: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof FolderTaken ? new OperatorError(line) : error;
  };
}

async function whileClaimed<T>(claim: Claim, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await claim.release();
  }
}

export async function* organizationsIn(store: Store): AsyncGenerator<string> {
  let last: string | null = null;
  for (;;) {
    const ids = await store.organizations(last, PAGE);
    yield* ids;
    last = ids.at(-1) ?? null;
    if (ids.length < PAGE) return;
  }
}
