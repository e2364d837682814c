import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** Folders that a service's program may be in although they are not on everybody's PATH. */
const SYSTEM = ['/usr/sbin', '/usr/local/sbin'];

/** Where the program is, or null: it is not installed. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...SYSTEM];
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** Whether there is a file that we may run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Ports that the kernel gives nobody who asks for any (on Linux those begin at 32,768), a part for each of the
 * files that tap runs at the same time.
 */
const PORTS = { first: 12_000, parts: 4, each: 5_000 };
const part = PORTS.first + (Number(process.env.TAP_JOB_ID ?? 0) % PORTS.parts) * PORTS.each;
let next = Math.floor(Math.random() * PORTS.each);

/**
 * A port on which nobody listens at this moment, and which nobody is likely to be given before the caller
 * listens on it.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < PORTS.each; tries++) {
    const port = part + (next++ % PORTS.each);
    const server = createServer().listen({ port, host, exclusive: true });
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
  throw new Error(`no free port on ${host}`);
}
