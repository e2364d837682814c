import type { TemplatedApp } from 'uWebSockets.js';
import type { Logger } from 'pino';
import type { ReadyBytes } from '../cache/ready-bytes.js';
import type { Registry } from '../handlers/registry.js';
import type { Road } from '../handlers/road.js';
import type { Limits } from '../limits/limits.js';
import { Cors } from './cors.js';
import { addDocuments } from './documents.js';
import { Gate, type Principals } from './gate.js';
import { addHealth, type Standing } from './health.js';
import { addMonitoring, type MonitoringParts } from './monitoring.js';
import { openapi } from './openapi.js';
import type { Peers } from './peers.js';
import { addRegistry } from './routes.js';
import { RouteTable } from './table.js';
import { DEADLINE_MS, Traffic } from './traffic.js';

/** All that HTTP needs of a worker. */
export interface HttpParts {
  registry: Registry;
  road: Pick<Road, 'run' | 'ask' | 'mayAsk'>;
  principals: Principals;
  limits: Limits;
  cache: ReadyBytes;
  /** The AsyncAPI document of the socket; the OpenAPI document is made here. */
  asyncapi: object;
  /** Which kotd this is. */
  version: string;
  /** Asks the store for a trifle. Rejects, or never ends, when it cannot be asked. */
  probe(): Promise<unknown>;
  /** How the worker's parts do, as far as is known without asking. */
  standing(): Standing;
  /** Prometheus text of the whole box. */
  metrics(): Promise<string>;
  /** Must be shown for /metrics; null: they are only for callers on this machine. */
  metricsToken: string | null;
  /** Counts a request that ended; 499 is a client that went away before its answer. */
  observe(route: string, method: string, status: number, seconds: number): void;
  log: Logger;
  /** Tells the log of a request that took long. */
  slow(request: object): void;
  /** Origins whose pages may call from a browser. */
  corsOrigins: readonly string[];
  /** Tells where a call comes from. */
  peers: Peers;
  newTraceId(): string;
  /** Milliseconds, never going back. */
  clock(): number;
  /** Milliseconds until a request that nobody answered is given up. */
  deadlineMs?: number;
  /** What those who run the box may ask; left out: nobody may. */
  monitoring?: MonitoringParts;
  /** Puts what is no API on the table: the pages. */
  pages?: (table: RouteTable) => void;
}

export interface HttpDoor {
  /**
   * From now on every answer closes its connection and /health/ready says 503. Resolves when nothing
   * is under way. The listen socket is the worker's to close, before.
   */
  drain(): Promise<void>;
  /** Requests that wait for their answer. */
  inFlight(): number;
}

/** Puts the HTTP side of kotd on an app; paths that nobody else takes are answered 404. */
export function openHttp(app: TemplatedApp, parts: HttpParts): HttpDoor {
  const traffic = new Traffic({ ...parts, deadlineMs: parts.deadlineMs ?? DEADLINE_MS });
  const gate = new Gate(parts.principals, parts.limits);
  const table = new RouteTable();
  addHealth(table, { ...parts, traffic });
  if (parts.monitoring) addMonitoring(table, gate, parts.monitoring);
  addDocuments(table, {
    'openapi.json': openapi(parts.registry),
    'asyncapi.json': parts.asyncapi,
  });
  addRegistry(table, { ...parts, gate });
  parts.pages?.(table);
  table.mount(app, {
    traffic,
    cors: new Cors(parts.corsOrigins),
    peers: parts.peers,
    newTraceId: parts.newTraceId,
  });
  return { drain: () => traffic.drain(), inFlight: () => traffic.inFlight };
}
