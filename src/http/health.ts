import { createHash, timingSafeEqual } from 'node:crypto';
import { notFound } from '../domain/errors.js';
import { type Answer, jsonAnswer } from './answer.js';
import type { Exchange, Route } from './exchange.js';
import { bearer } from './gate.js';
import { METRICS_LINES } from './headers.js';
import { isLoopback } from './peers.js';
import type { RouteTable } from './table.js';
import type { Traffic } from './traffic.js';

export interface HealthParts {
  traffic: Traffic;
  /** Whether requests can be carried out now. */
  ready(): Promise<boolean>;
  /** Prometheus text of the whole box. */
  metrics(): Promise<string>;
  /** Must be shown for the metrics; null: they are only for callers on this machine. */
  metricsToken: string | null;
}

/** What machines ask: is it alive, may it be sent requests, how is it doing. */
export function addHealth(table: RouteTable, parts: HealthParts): void {
  table.add(
    'GET',
    '/health/live',
    route('/health/live', () => jsonAnswer(200, { status: 'live' }, null)),
  );
  table.add(
    'GET',
    '/health/ready',
    route('/health/ready', () => readiness(parts)),
  );
  table.add(
    'GET',
    '/metrics',
    route('/metrics', (exchange) => metricsFor(exchange, parts)),
  );
}

function route(label: string, handle: Route['handle']): Route {
  return { label, parameters: 0, addressed: true, handle };
}

async function readiness({ traffic, ready }: HealthParts): Promise<Answer> {
  if (traffic.draining) return jsonAnswer(503, { status: 'draining' }, null);
  return (await ready())
    ? jsonAnswer(200, { status: 'ready' }, null)
    : jsonAnswer(503, { status: 'unavailable' }, null);
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
