import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Menu } from '../src/domain/shapes/menu.js';
import type { Station, Table } from '../src/domain/shapes/organization.js';
import { DEMO_LOGINS, type DemoLogin } from '../src/demo/restaurant.js';
import { Terminal } from './terminal.js';

/** Tries of one request over connections that break: a worker may be killed under it. */
const MAX_TRIES = 40;

interface LoggedIn {
  accessToken: string;
  outlets: { id: string }[];
  user: { organizationId: string };
}

export class House {
  readonly #server: string;
  readonly #tokens = new Map<string, string>();
  organization = '';
  outlet = '';

  /** @param server such as http://127.0.0.1:8080 */
  constructor(server: string) {
    this.#server = server;
  }

  async open(): Promise<void> {
    const answers = await Promise.all(
      DEMO_LOGINS.map(async ({ email, password }) => {
        const answer = await this.#request('POST', '/auth/login', null, { email, password });
        const loggedIn = answer as LoggedIn;
        this.#tokens.set(email, loggedIn.accessToken);
        return loggedIn;
      }),
    );
    this.organization = answers[0]?.user.organizationId ?? '';
    this.outlet = answers[0]?.outlets[0]?.id ?? '';
  }

  /** Opens a terminal for one of the demo's people. */
  async terminal(person: DemoLogin, audience: readonly string[]): Promise<Terminal> {
    const terminal = new Terminal({
      name: person.name,
      url: `${this.#server.replace(/^http/, 'ws')}/ws`,
      token: this.#tokens.get(person.email) ?? '',
      outlet: this.outlet,
      audience,
    });
    await terminal.open();
    return terminal;
  }

  menu(): Promise<Menu> {
    return this.get('/menu') as Promise<Menu>;
  }

  async tables(): Promise<Table[]> {
    return (await this.list('/tables')) as Table[];
  }

  async stations(): Promise<Station[]> {
    return (await this.list('/stations')) as Station[];
  }

  /** An answer about the outlet, as the owner sees it. */
  get(path: string): Promise<unknown> {
    const token = this.#tokens.get(DEMO_LOGINS[0]?.email ?? '') ?? '';
    return this.#request('GET', `/outlets/${this.outlet}${path}`, token);
  }

  /** A list of the outlet, all its pages. */
  async list(path: string): Promise<unknown[]> {
    const found: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query = `limit=1000${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
      const page = (await this.get(url)) as { data: unknown[]; nextCursor: string | null };
      found.push(...page.data);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  async #request(method: string, path: string, token: string | null, body?: object) {
    const headers: Record<string, string> = {};
    if (token) headers.authorization = `Bearer ${token}`;
    if (body) {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = randomUUID();
    }
    for (let tries = 1; ; tries++) {
      try {
        const response = await fetch(`${this.#server}/api/v1${path}`, {
          method,
          headers,
          body: body ? JSON.stringify(body) : undefined,
        });
        if (response.ok) return (await response.json()) as unknown;
        const problem = (await response.json()) as { code: string; retryable: boolean };
        if (!problem.retryable || tries === MAX_TRIES) {
          throw new Error(`${method} ${path}: ${response.status} ${problem.code}`);
        }
        await delay(1000 * Number(response.headers.get('retry-after') ?? 1));
      } catch (error) {
        // fetch throws a TypeError when the connection broke; anything else is an answer.
        if (!(error instanceof TypeError) || tries === MAX_TRIES) throw error;
        await delay(100);
      }
    }
  }
}
