import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type NewStore, PlaceTaken } from '../store-in-making.js';
import { openEmbedded } from './store.js';

/** The one file of a store; the lock beside it is made anew by whoever opens it first. */
const DATA = 'data.mdb';

/**
 * A new store in a folder beside its place. It takes its place by the rename of one file, so that at each
 * moment there is the old store or the new one: a kotd that found none would begin an empty one.
 * @throws PlaceTaken
 */
export async function newFolder(
  folder: string,
  newEpoch: () => string,
  replace: boolean,
): Promise<NewStore> {
  const old = await isThere(join(folder, DATA));
  if (old && !replace && (await holdsOrganizations(folder, newEpoch))) {
    throw new PlaceTaken(
      `the store in ${folder} holds organizations; --replace moves it aside when the new one is whole`,
    );
  }
  const beside = `${folder}.restoring`;
  await rm(beside, { recursive: true, force: true });
  const store = await openEmbedded({ folder: beside, newEpoch, hasty: true });
  return {
    store,
    async discard() {
      await store.close();
      await rm(beside, { recursive: true });
    },
    async publish() {
      await store.close();
      await sync(join(beside, DATA));
      const aside = old ? await moveAside(folder) : null;
      await mkdir(folder, { recursive: true });
      await rename(join(beside, DATA), join(folder, DATA));
      await sync(folder, dirname(folder));
      await rm(beside, { recursive: true });
      return aside && `what was there is in ${aside}`;
    },
  };
}

async function holdsOrganizations(folder: string, newEpoch: () => string): Promise<boolean> {
  const store = await openEmbedded({ folder, newEpoch });
  const ids = await store.organizations(null, 1);
  await store.close();
  return ids.length > 0;
}

/** A second name for the old file; the first is taken by the new one. */
async function moveAside(folder: string): Promise<string> {
  const aside = `${folder}.before-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`;
  await mkdir(aside);
  await link(join(folder, DATA), join(aside, DATA));
  await sync(aside);
  return aside;
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

/** Waits until the disk has a file, or the names in a folder. */
async function sync(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const handle = await open(path, 'r');
    await handle.sync();
    await handle.close();
  }
}
