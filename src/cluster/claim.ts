import { createHash, randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.js';

/** The longest path a unix socket can have (`sun_path`), the final zero not counted; macOS has 103. */
const MAX_SOCKET_PATH = 103;
const SUFFIX = '.claim';
/** Milliseconds an instance may take to say what it is, before it counts as the owner. */
const ANSWER_MS = 2000;
/** Rounds of stepping back when several instances start at the same moment. */
const ROUNDS = 40;

/** The data folder is ours until `release` or the end of the process, however it ends. */
export interface Claim {
  /** The owner before us was killed: its workers may still be on their way out. */
  tookOver: boolean;
  release(): Promise<void>;
}

type Other = 'owner' | 'asking' | 'dead';

/**
 * Claims the data folder for this process. A claim is a unix socket that its owner listens on, so it
 * ends with its owner, also after a `kill -9`. Each process has a socket of its own name: it first shows
 * its own and then looks at the others', so of two at the same moment at least one sees the other; and a
 * dead socket can be removed without ever hitting a new one of the same name.
 * @throws StartError when another instance has the folder, or when the folder cannot be used
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const place = await prepare(folder);
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
  throw new StartError(`the data folder ${folder} is in use by another instance of kotd`);
}

/** Makes the folder and answers where its claims are: in it, or elsewhere if its path is too long. */
async function prepare(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const real = await realpath(folder);
    if (Buffer.byteLength(join(real, nameOfClaim())) <= MAX_SOCKET_PATH) return real;
    const short = join(
      tmpdir(),
      `kotd-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`,
    );
    await mkdir(short, { recursive: true, mode: 0o700 });
    const { uid } = await lstat(short);
    if (process.getuid && uid !== process.getuid()) throw new StartError(`${short} is not ours`);
    return short;
  } catch (error) {
    throw unusable(folder, error);
  }
}

function nameOfClaim(): string {
  return `${randomBytes(6).toString('hex')}${SUFFIX}`;
}

function unusable(folder: string, error: unknown): StartError {
  if (error instanceof StartError) return error;
  const { code = String(error) } = error as NodeJS.ErrnoException;
  return new StartError(`the data folder ${folder} cannot be used (${code})`);
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
    await standing.#listen(place).catch((error) => {
      throw unusable(place, error);
    });
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
    const done = (other: Other) => {
      socket.destroy();
      resolve(other);
    };
    socket.setEncoding('utf8').setTimeout(ANSWER_MS, () => done('owner'));
    socket.on('data', (text: string) => {
      said += text;
    });
    socket.on('end', () => done(said === 'asking' ? 'asking' : 'owner'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      done(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? 'dead' : 'owner');
    });
  });
}
