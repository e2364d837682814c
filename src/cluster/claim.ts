import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, readdir, realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeFolder } from '../folder.js';
import { StartError } from './start-error.js';

/** The longest path a unix socket can have (`sun_path`), the final zero not counted; macOS has 103. */
const MAX_SOCKET_PATH = 103;
const SUFFIX = '.claim';
/**
 * An instance that has not said what it is after so many pauses of so many ms counts as the owner. Several,
 * since a caller that stood still has left the answer unread: its whole standstill is only one of them.
 */
const SILENCE = { pauses: 20, ms: 100 };
/** Rounds of stepping back when several instances start at the same moment. */
const ROUNDS = 40;

/** A folder that one process at a time may use. */
export interface Ground {
  /** What it is, for whoever started kotd: `the data folder`. */
  what: string;
  /** The setting or argument that names it. */
  named: string;
  /** Of the folder, where it has to be made. */
  mode: number;
}

const DATA: Ground = { what: 'the data folder', named: 'KOTD_DATA', mode: 0o700 };
/** nginx is in the group. */
export const SOCKETS: Ground = {
  what: 'the folder of sockets',
  named: 'KOTD_SOCKETS',
  mode: 0o750,
};

/** The folder is another's; all other StartErrors say that it cannot be used at all. */
export class FolderTaken extends StartError {}

/** The folder is ours until `release` or the end of the process, however it ends. */
export interface Claim {
  /** The owner before us was killed: its workers may still be on their way out. */
  tookOver: boolean;
  release(): Promise<void>;
}

type Other = 'owner' | 'asking' | 'dead';

/**
 * Claims a folder for this process, and makes it if it is not there. A claim is a unix socket that its owner
 * listens on, so it ends with its owner, also after a `kill -9`. Each process has a socket of its own name: it
 * first shows its own and then looks at the others', so of two at the same moment at least one sees the other;
 * and a dead socket can be removed without ever hitting a new one of the same name.
 * @throws FolderTaken when another instance has it, StartError when it cannot be used
 */
export async function claimFolder(folder: string, ground: Ground = DATA): Promise<Claim> {
  try {
    return await claim(folder, ground);
  } catch (error) {
    throw error instanceof StartError ? error : unusable(folder, ground, error);
  }
}

async function claim(folder: string, ground: Ground): Promise<Claim> {
  const place = await prepare(folder, ground.mode);
  for (let round = 0; round < ROUNDS; round++) {
    const mine = await Standing.show(place);
    const others = await lookAround(place, mine.name);
    if (others.every((other) => other === 'dead')) {
      mine.state = 'owner';
      return { tookOver: others.length > 0, release: () => mine.withdraw() };
    }
    await mine.withdraw();
    if (others.includes('owner')) break;
    await delay(5 + Math.random() * 20 * (round + 1));
  }
  const { what, named } = ground;
  throw new FolderTaken(
    `${what} ${folder} is in use by another instance of kotd: stop it, or let ${named} name another one`,
  );
}

/** Makes the folder and answers where its claims are: in it, or elsewhere if its path is too long. */
async function prepare(folder: string, mode: number): Promise<string> {
  await makeFolder(folder, mode);
  const real = await realpath(folder);
  if (Buffer.byteLength(join(real, nameOfClaim())) <= MAX_SOCKET_PATH) return real;
  const short = join(
    tmpdir(),
    `kotd-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`,
  );
  await makeFolder(short, 0o700);
  const { uid } = await lstat(short);
  if (process.getuid && uid !== process.getuid()) throw new StartError(`${short} is not ours`);
  return short;
}

function nameOfClaim(): string {
  return `${randomBytes(6).toString('hex')}${SUFFIX}`;
}

function unusable(folder: string, { what, named }: Ground, error: unknown): StartError {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return new StartError(
    `${what} ${folder} cannot be used (${code}): let ${named} name one that this user can write to`,
  );
}

/** Our own socket: whoever connects is told whether we own the folder or only ask for it. */
class Standing {
  state: 'owner' | 'asking' = 'asking';
  readonly name = nameOfClaim();
  readonly #path: string;
  readonly #server: Server;

  private constructor(place: string) {
    this.#path = join(place, this.name);
    this.#server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(this.state);
    });
    this.#server.unref();
  }

  static async show(place: string): Promise<Standing> {
    const standing = new Standing(place);
    await standing.#listen(place);
    return standing;
  }

  /** Takes its name only when it listens: before, others would think it dead and remove it. */
  async #listen(place: string): Promise<void> {
    const unseen = join(place, `${this.name.slice(0, -SUFFIX.length)}.asking`);
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(unseen, resolve);
    });
    await chmod(unseen, 0o600);
    await rename(unseen, this.#path);
  }

  async withdraw(): Promise<void> {
    await unlink(this.#path).catch(() => undefined);
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function lookAround(place: string, mine: string): Promise<Other[]> {
  const names = await readdir(place);
  const others = names.filter((name) => name.endsWith(SUFFIX) && name !== mine);
  return await Promise.all(
    others.map(async (name) => {
      const path = join(place, name);
      const other = await call(path);
      if (other === 'dead') await unlink(path).catch(() => undefined);
      return other;
    }),
  );
}

/** What stands behind a claim. Only a refused connection is a proof of death. */
function call(path: string): Promise<Other> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(path);
    let pauses = 0;
    const silence = setInterval(() => {
      if (++pauses === SILENCE.pauses) done('owner');
    }, SILENCE.ms);
    const done = (other: Other) => {
      clearInterval(silence);
      socket.destroy();
      resolve(other);
    };
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
    });
    socket.on('end', () => done(said === 'asking' ? 'asking' : 'owner'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'dead' : 'owner');
    });
  });
}
