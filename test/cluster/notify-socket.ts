import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** Node has no datagram sockets on paths: this program takes the messages and prints each as a line of JSON. */
const RECEIVER = `
import json, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print(json.dumps("listening"), flush=True)
while True:
    print(json.dumps(s.recv(65536).decode()), flush=True)
`;

/** What a message said; `at` is when it came, in ms of `performance.now`. */
export interface Told {
  at: number;
  says: Record<string, string>;
}

/** What a test of sd_notify needs and this machine lacks; null: nothing. */
export function missingTool(): string | null {
  for (const tool of ['systemd-notify', 'python3']) {
    if (spawnSync(tool, ['--version']).status !== 0) return tool;
  }
  return null;
}

/** A service manager, as far as it listens: the socket that NOTIFY_SOCKET names. */
export class NotifySocket {
  readonly path: string;
  readonly told: Told[] = [];
  readonly #process: ChildProcess;
  #waiting: (() => void)[] = [];

  private constructor(path: string, process: ChildProcess) {
    this.path = path;
    this.#process = process;
  }

  /** In a folder of its own, since the path of a socket must be short. */
  static async open(): Promise<NotifySocket> {
    const folder = await mkdtemp(join(tmpdir(), 'kotd-notify-'));
    const path = join(folder, 'socket');
    const child = spawn('python3', ['-c', RECEIVER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [first] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    if (first === undefined) throw new Error('the receiver cannot listen');
    const socket = new NotifySocket(path, child);
    lines.on('line', (line) => socket.#hear(JSON.parse(line)));
    return socket;
  }

  /** Waits until something that was told, from the given message on, fits; answers its number. */
  async until(
    fits: (says: Told['says']) => boolean,
    from = 0,
    patienceMs = 20_000,
  ): Promise<number> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const found = this.told.findIndex(({ says }, number) => number >= from && fits(says));
      if (found >= 0) return found;
      const left = deadline - performance.now();
      if (left <= 0) throw new Error(`never told; told was ${JSON.stringify(this.told)}`);
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(late);
          resolve();
        });
      });
    }
  }

  async close(): Promise<void> {
    this.#process.kill('SIGKILL');
    await rm(dirname(this.path), { recursive: true, force: true });
  }

  #hear(text: string): void {
    const pairs = text.split('\n').filter(Boolean);
    const says = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2)));
    this.told.push({ at: performance.now(), says });
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
