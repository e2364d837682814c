import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { claimFolder } from '../cluster/claim.js';
import { StartError } from '../cluster/start-error.js';
import type { Settings } from '../config.js';
import type { Archive } from '../db/archive.js';
import { isForOperator } from '../db/migrate.js';
import { openStore } from '../db/open.js';
import type { Store } from '../db/store.js';
import { OperatorError } from './command.js';

/** Ids of so many organizations are asked for at once. */
const PAGE = 1000;

/** Any name that no store has had. */
export const newEpoch = (): string => randomUUID();

/**
 * The store of the settings, for as long as the work takes. kotd may run on it meanwhile.
 * @throws OperatorError when it cannot be opened
 */
export async function withStore<T>(
  settings: Settings,
  work: (store: Store & Archive) => Promise<T>,
): Promise<T> {
  const store = await openStore(settings, newEpoch).catch((error) => {
    throw isForOperator(error) ? new OperatorError(error.message) : error;
  });
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
  if (settings.mongo === null && !existsSync(settings.storeFolder)) {
    throw new OperatorError(`there is no store in ${settings.storeFolder}: check KOTD_DATA`);
  }
  return await withStore(settings, work);
}

/**
 * Keeps kotd from running on the embedded store during the work: it would not see that what it holds in
 * memory is replaced. Of a MongoDB nobody here can know who works on it.
 * @throws OperatorError while kotd runs
 */
export async function whileStopped<T>(settings: Settings, work: () => Promise<T>): Promise<T> {
  if (settings.mongo !== null) return await work();
  return await whileMine(settings.data, `kotd is running on ${settings.data}: stop it first`, work);
}

/**
 * Does the work while nobody else has a claim on the folder.
 * @param refusal for the operator when somebody has
 * @throws OperatorError
 */
export async function whileMine<T>(
  folder: string,
  refusal: string,
  work: () => Promise<T>,
): Promise<T> {
  const claim = await claimFolder(folder).catch((error) => {
    if (!(error instanceof StartError)) throw error;
    throw new OperatorError(/in use/.test(error.message) ? refusal : error.message);
  });
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
