import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Menu } from '../src/domain/shapes/menu.js';
import type { Station, Table } from '../src/domain/shapes/organization.js';
import { DEMO_LOGINS, type DemoLogin } from '../src/demo/restaurant.js';
import { Badge, type LoggedIn } from './badge.js';
import type { Servers } from './servers.js';
import { Terminal } from './terminal.js';

/** Tries of one request over connections that break: a worker, or a whole box, may be killed under it. */
const MAX_TRIES = 60;
const OWNER = DEMO_LOGINS[0]?.email ?? '';
/** A server that says nothing for so long is not asked again at once; ms. */
const PATIENCE_MS = 10_000;

/** The restaurant as the demo's people reach it over REST. */
export class House {
  readonly #servers: Servers;
  readonly #badges = new Map<string, Badge>();
  organization = '';
  /** Where the dinner is. */
  outlet = '';
  /** All of the organization. */
  outlets: readonly string[] = [];

  constructor(servers: Servers) {
    this.#servers = servers;
    for (const { email, password } of DEMO_LOGINS) {
      const logIn = () => this.#request('POST', '/auth/login', { body: { email, password } });
      this.#badges.set(email, new Badge(async () => (await logIn()) as LoggedIn));
    }
  }

  async open(): Promise<void> {
    const badges = [...this.#badges.values()];
    const [first] = await Promise.all(badges.map((badge) => badge.present()));
    this.organization = first?.user.organizationId ?? '';
    this.outlets = first?.outlets.map(({ id }) => id) ?? [];
    this.outlet = this.outlets[0] ?? '';
  }

  /** Opens a terminal for one of the demo's people; each goes to the next server when its own fails. */
  async terminal(person: DemoLogin, audience: readonly string[]): Promise<Terminal> {
    const servers = this.#servers.another();
    const terminal = new Terminal({
      name: person.name,
      url: () => `${servers.next().replace(/^http/, 'ws')}/ws`,
      token: () => this.token(person),
      tokenRefused: () => this.#badges.get(person.email)?.refused(),
      outlet: this.outlet,
      audience,
    });
    await terminal.open();
    return terminal;
  }

  /** An access token that holds now: whose evening is longer than a token's life logs in again. */
  async token({ email }: Pick<DemoLogin, 'email'>): Promise<string> {
    const loggedIn = await this.#badges.get(email)?.present();
    if (!loggedIn) throw new Error(`the demo has no login ${email}`);
    return loggedIn.accessToken;
  }

  menu(outlet = this.outlet): Promise<Menu> {
    return this.get('/menu', outlet) as Promise<Menu>;
  }

  async tables(): Promise<Table[]> {
    return (await this.list('/tables')) as Table[];
  }

  async stations(): Promise<Station[]> {
    return (await this.list('/stations')) as Station[];
  }

  /** An answer about the outlet, as the owner sees it. */
  async get(path: string, outlet = this.outlet): Promise<unknown> {
    return await this.#request('GET', `/outlets/${outlet}${path}`, { as: OWNER });
  }

  /** A command over REST, as the owner, sent again under its id until it is answered. */
  async post(outlet: string, path: string, body: object, id: string): Promise<unknown> {
    return await this.#request('POST', `/outlets/${outlet}${path}`, { as: OWNER, body, id });
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

  async #request(
    method: string,
    path: string,
    { as, body, id = randomUUID() }: { as?: string; body?: object; id?: string },
  ): Promise<unknown> {
    const headers: Record<string, string> = {};
    if (body) {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = id;
    }
    for (let tries = 1; ; tries++) {
      if (as) headers.authorization = `Bearer ${await this.token({ email: as })}`;
      try {
        const response = await fetch(`${this.#servers.current}/api/v1${path}`, {
          method,
          headers,
          body: body ? JSON.stringify(body) : undefined,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (response.ok) return (await response.json()) as unknown;
        const problem = (await response.json()) as { code: string; retryable: boolean };
        const refused = as !== undefined && problem.code === 'token_expired';
        if (refused) this.#badges.get(as)?.refused();
        if ((!problem.retryable && !refused) || tries === MAX_TRIES) {
          throw new Error(`${method} ${path}: ${response.status} ${problem.code}`);
        }
        await delay(1000 * Number(response.headers.get('retry-after') ?? 1));
      } catch (error) {
        if (!isSilence(error) || tries === MAX_TRIES) throw error;
        this.#servers.next();
        await delay(100);
      }
    }
  }
}

/** The connection broke or nothing came over it; anything else is an answer, or a proxy's word for one. */
function isSilence(error: unknown): boolean {
  const broken = error instanceof TypeError || error instanceof SyntaxError;
  return broken || (error instanceof DOMException && error.name === 'TimeoutError');
}
