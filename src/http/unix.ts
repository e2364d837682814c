import { chmod, mkdir, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import { stopListening } from './listening.js';

/** The longest path a unix socket can have (`sun_path`), in bytes; a longer one kills the process in uWebSockets. */
const MAX_SOCKET_PATH = 107;
/** The longest name that is made here: worker 512 with the largest process id. */
const LONGEST_NAME = '/worker-512.4194304';
/** Owner and group: nginx is in the group, and nobody else can reach past it. */
const MODE = 0o660;

/** A worker's own unix socket. */
export interface UnixDoor {
  readonly path: string;
  /** Takes its name away, unless a newer worker of the same place has it by now, and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on `worker-<n>.sock` in the folder, besides the box's port: so nginx sees workers to choose from.
 * The socket is bound under a name of its own and then renamed, so that the path always leads to the newest
 * worker of the place: in a reload that one starts before the old one stops.
 * @throws Error with the one line that says why it cannot
 */
export async function listenOnUnix(
  app: TemplatedApp,
  folder: string,
  worker: number,
): Promise<UnixDoor> {
  const room = MAX_SOCKET_PATH - LONGEST_NAME.length;
  if (Buffer.byteLength(folder) > room) {
    throw new Error(`KOTD_SOCKETS ${folder} is too long for unix sockets: at most ${room} bytes`);
  }
  const path = join(folder, `worker-${worker}.sock`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    const unseen = join(folder, `worker-${worker}.${process.pid}`);
    const socket = await bind(app, unseen);
    await chmod(unseen, MODE);
    const { ino } = await stat(unseen);
    await rename(unseen, path);
    return { path, close: () => close(path, ino, socket) };
  } catch (error) {
    const { code = (error as Error).message } = error as NodeJS.ErrnoException;
    throw new Error(`cannot listen on ${path} (${code})`, { cause: error });
  }
}

function bind(app: TemplatedApp, path: string): Promise<us_listen_socket> {
  return new Promise((resolve, reject) => {
    const listening = (socket: us_listen_socket | false) =>
      socket ? resolve(socket) : reject(new Error('the folder cannot be written to'));
    app.listen_unix(listening, path);
  });
}

async function close(path: string, ino: number, socket: us_listen_socket): Promise<void> {
  // Whoever finds the socket while nobody answers on it would be refused; without it nginx asks another worker.
  const found = await stat(path).catch(() => null);
  if (found?.ino === ino) await unlink(path).catch(() => undefined);
  await stopListening(socket);
}
