import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isReady } from './box.js';
import { Child, type Watch } from './child.js';
import { findProgram, freePort } from './find.js';
import { renderNginx, type Upstream, type Walls } from './nginx.js';

const run = promisify(execFile);
const START_MS = 20_000;
/** Milliseconds in which the last clients are let go at the end. */
const GOODBYE_MS = 12_000;

export const NO_NGINX = 'no nginx: apt-get install nginx openssl';

export interface FrontOptions {
  /** Of its own: configuration, certificate, temporary files. */
  folder: string;
  /** Folder for nginx's own logs; unless given, the same. */
  logs?: string;
  boxes: readonly Upstream[];
  walls: Walls;
  watch?: Watch;
}

/** A real nginx on free ports of 127.0.0.1, with deploy/nginx.conf and a certificate of its own making. */
export class Front {
  readonly folder: string;
  readonly #ports: { http: number; https: number; loopback: number };
  readonly #logs: string;
  readonly #walls: Walls;
  readonly #watch: Watch;
  #child: Child | null = null;

  private constructor(options: FrontOptions, ports: Front['ports']) {
    this.folder = options.folder;
    this.#logs = options.logs ?? options.folder;
    this.#walls = options.walls;
    this.#watch = options.watch ?? {};
    this.#ports = ports;
  }

  /** One that is ready to be started. @throws Error with what nginx says against its configuration */
  static async prepare(options: FrontOptions): Promise<Front> {
    const ports = { http: await freePort(), https: await freePort(), loopback: await freePort() };
    const front = new Front(options, ports);
    await mkdir(join(options.folder, 'temp'), { recursive: true });
    await mkdir(front.#logs, { recursive: true });
    await front.#certify();
    await front.configure(options.boxes);
    return front;
  }

  get ports() {
    return this.#ports;
  }

  /** Without TLS, for this machine. */
  get url(): string {
    return `http://127.0.0.1:${this.#ports.loopback}`;
  }

  /** With TLS and HTTP/2, as clients come; `certificate` vouches for it. */
  get tls(): string {
    return `https://127.0.0.1:${this.#ports.https}`;
  }

  get certificate(): string {
    return join(this.folder, 'certificate.pem');
  }

  get file(): string {
    return join(this.folder, 'nginx.conf');
  }

  /** Lines of JSON. */
  get accessLog(): string {
    return join(this.#logs, 'access.log');
  }

  get errorLog(): string {
    return join(this.#logs, 'error.log');
  }

  /** Of the master process; 0 when it does not run. */
  get pid(): number {
    return this.#child?.running ? this.#child.pid : 0;
  }

  /** Writes the configuration for these boxes and has nginx check it; `reload` makes it valid. @throws Error */
  async configure(boxes: readonly Upstream[]): Promise<void> {
    const { folder } = this;
    const text = await renderNginx({
      user: userInfo().username,
      run: folder,
      logs: this.#logs,
      temp: join(folder, 'temp'),
      boxes,
      url: this.tls,
      http: `127.0.0.1:${this.#ports.http}`,
      https: `127.0.0.1:${this.#ports.https}`,
      loopback: `127.0.0.1:${this.#ports.loopback}`,
      certificate: this.certificate,
      key: join(folder, 'key.pem'),
      walls: this.#walls,
    });
    await writeFile(this.file, text);
    await this.check();
  }

  /** `nginx -t`: what it says. @throws Error with what it says when it is not content */
  async check(): Promise<string> {
    const { stderr } = await run(program(), [...this.#args(), '-t']);
    return stderr;
  }

  /** Starts it, also again; resolves when somebody behind it serves. */
  async start(): Promise<void> {
    const args = [...this.#args(), '-g', 'daemon off;'];
    this.#child = new Child(program(), args, undefined, this.#watch);
    await this.#child.until(() => isReady(this.url), START_MS);
  }

  /** New processes with the configuration as it is now; the old ones go on with the sockets they have. */
  reload(): void {
    this.#child?.signal('SIGHUP');
  }

  /** `kill -9` of all its processes. */
  kill(): void {
    this.#child?.killGroup();
  }

  /** Takes no more clients, and goes when the last one went. */
  async stop(): Promise<void> {
    await this.#child?.stop('SIGQUIT', GOODBYE_MS);
  }

  #args(): string[] {
    return ['-p', this.folder, '-e', this.errorLog, '-c', this.file];
  }

  async #certify(): Promise<void> {
    const name = ['-subj', '/CN=kotd', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const files = ['-keyout', join(this.folder, 'key.pem'), '-out', this.certificate];
    await run('openssl', ['req', '-x509', '-days', '30', ...key, ...name, ...files]);
  }
}

function program(): string {
  const found = findProgram('nginx');
  if (found === null) throw new Error(NO_NGINX);
  return found;
}
