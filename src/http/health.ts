import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { notFound } from '../domain/errors.js';
import type { StoreStats } from '../db/store.js';
import { type Answer, jsonAnswer } from './answer.js';
import type { Exchange, Route } from './exchange.js';
import { bearer } from './gate.js';
import { METRICS_LINES } from './headers.js';
import { isLoopback } from './peers.js';
import type { RouteTable } from './table.js';
import type { Traffic } from './traffic.js';

/** A probe that takes longer says as much as one that fails: who asks must not hang with the store; ms. */
const PROBE_MS = 1_000;

/** How the parts that a worker depends on do. */
export interface Standing {
  /** `failing`: it did not take the last commit, or does not answer. `open`: it is not even asked. */
  store: 'ok' | 'failing' | 'open';
  /** `off`: there is none. `open`: it is not there, fails too often to be asked, or did not answer the last look. */
  redis: 'off' | 'ok' | 'open';
  /** `alone`: the box has no others to hear. `silent`: it cannot hear them, and looks often instead. */
  bus: 'alone' | 'ok' | 'silent';
}

export interface HealthParts {
  /** Which kotd this is: whoever rolls out a new one looks whether it runs. */
  version: string;
  traffic: Traffic;
  /** Asks the store for a trifle. Rejects, or never ends, when it cannot be asked. */
  probe(): Promise<unknown>;
  /** How the worker's parts do, as far as is known without asking. */
  standing(): Standing;
  /** Prometheus text of the whole box. */
  metrics(): Promise<string>;
  /** Must be shown for the metrics; null: they are only for callers on this machine. */
  metricsToken: string | null;
}

/** What machines ask: is it alive, may it be sent requests, how is it doing. */
export function addHealth(table: RouteTable, parts: HealthParts): void {
  // The same under the name that balancers try first.
  for (const path of ['/health', '/health/ready']) {
    table.add(
      'GET',
      path,
      route(path, () => readiness(parts)),
    );
  }
  table.add(
    'GET',
    '/health/live',
    route('/health/live', () => jsonAnswer(200, { status: 'live', version: parts.version }, null)),
  );
  table.add(
    'GET',
    '/metrics',
    route('/metrics', (exchange) => metricsFor(exchange, parts)),
  );
}

/** @param breakers those around the store */
export function storeStanding(
  { failing }: Pick<StoreStats, 'failing'>,
  breakers: readonly { readonly state: string }[],
): Standing['store'] {
  if (breakers.some(({ state }) => state === 'open')) return 'open';
  // Half open is as good as closed: it answers again, and only a command can show that it takes commands.
  return failing ? 'failing' : 'ok';
}

function route(label: string, handle: Route['handle']): Route {
  return { label, parameters: 0, addressed: true, handle };
}

/**
 * Ready is who can make commands durable. Without Redis or the bus screens are slower, and nothing else:
 * taking the worker away for it would turn the loss of an accelerator into an outage.
 */
async function readiness({ traffic, probe, standing }: HealthParts): Promise<Answer> {
  if (traffic.draining) return jsonAnswer(503, { status: 'draining' }, null);
  const answers = await endsWell(probe(), PROBE_MS);
  const found = standing();
  if (found.store === 'ok' && !answers) found.store = 'failing';
  if (found.store !== 'ok') return jsonAnswer(503, { status: 'unavailable', ...found }, null);
  const slower = found.redis === 'open' || found.bus === 'silent';
  return jsonAnswer(200, { status: slower ? 'degraded' : 'ready', ...found }, null);
}

async function endsWell(work: Promise<unknown>, withinMs: number): Promise<boolean> {
  const waiting = new AbortController();
  const enough = delay(withinMs, false, { signal: waiting.signal });
  try {
    return await Promise.race([enough, work.then(() => true)]);
  } catch {
    return false;
  } finally {
    waiting.abort();
  }
}

async function metricsFor(
  exchange: Exchange,
  { metrics, metricsToken }: HealthParts,
): Promise<Answer> {
  const may =
    metricsToken === null
      ? !exchange.forwarded && isLoopback(exchange.peer)
      : isToken(bearer(exchange.authorization), metricsToken);
  if (!may) throw notFound();
  return { status: 200, lines: METRICS_LINES, body: await metrics() };
}

/** Compared by hashes, in constant time: the time of the answer tells nothing of the token. */
function isToken(given: string | undefined, token: string): boolean {
  return given !== undefined && timingSafeEqual(sha256(given), sha256(token));
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}
