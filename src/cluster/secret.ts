import { randomBytes } from 'node:crypto';
import { chmod, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './start-error.js';

const MIN_LENGTH = 32;

/**
 * The secret of a server that was given none: made once and kept in the data folder, readable by its
 * owner only, so that tokens outlive a restart. Only the owner of the folder's claim may call it.
 * @throws StartError when the file holds no secret
 */
export async function keptSecret(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'secret');
  const found = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new StartError(`cannot read ${path} (${error.code})`);
  });
  if (found === null) return await makeSecret(path);
  const secret = found.trim();
  if (secret.length < MIN_LENGTH) {
    throw new StartError(`${path} holds no secret: remove it (every login ends) or restore it`);
  }
  await chmod(path, 0o600);
  return secret;
}

async function makeSecret(path: string): Promise<string> {
  const secret = randomBytes(48).toString('base64url');
  // Through a second name: a crash leaves the whole secret or none, never half of one.
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  return secret;
}
