import { createHash } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';

/** The folder belongs to another program that runs. */
export class FolderInUse extends Error {
  constructor(folder: string) {
    super(`${folder} is in use by another terminal: give each its own folder`);
    this.name = 'FolderInUse';
  }
}

/**
 * Claims a folder for this process, until it ends however it ends: a claim is a listening socket. On Linux and
 * Windows its name goes with the process; elsewhere a dead one is found out by calling it.
 * @returns gives the folder back
 * @throws FolderInUse
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const name = nameOf(folder);
  const server = (await listening(name)) ?? ((await isDead(name)) ? await listening(name) : null);
  if (!server) throw new FolderInUse(folder);
  server.unref();
  return async () => {
    server.close();
    await once(server, 'close');
  };
}

function nameOf(folder: string): string {
  const mark = `kotd-device-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
  if (process.platform === 'linux') return `\0${mark}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${mark}` : join(tmpdir(), `${mark}.sock`);
}

/** null when the name is taken. */
async function listening(name: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  try {
    server.listen(name);
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return null;
    throw error;
  }
}

/** Whether the socket is left over from a process that was killed; then it is taken away. */
async function isDead(name: string): Promise<boolean> {
  if (!name.startsWith('/')) return false;
  const socket = connect(name);
  try {
    await once(socket, 'connect');
    return false;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ECONNREFUSED' && code !== 'ENOENT') throw error;
  } finally {
    socket.destroy();
  }
  await rm(name, { force: true });
  return true;
}
