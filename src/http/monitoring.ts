import { type TSchema, Type } from '@sinclair/typebox';
import { KotdError } from '../domain/errors.js';
import { Breaker, Ops, OpsAlert, SystemOps, WorkerOps } from '../domain/shapes/ops.js';
import { Closed, Count, Instant } from '../domain/shapes/primitives.js';
import type { Principal } from '../handlers/auth/principal.js';
import { jsonAnswer } from './answer.js';
import type { Components, Json } from './components.js';
import type { Exchange } from './exchange.js';
import type { Gate } from './gate.js';
import { refusals } from './openapi-parts.js';
import type { RouteTable } from './table.js';

const PREFIX = '/api/monitoring';

export interface MonitoringParts {
  /** How the box does now. */
  ops(): Promise<Ops>;
  /** Whether this person runs the box. */
  mayWatch(principal: Principal): Promise<boolean>;
}

const BoxHealth = Type.Object(
  {
    status: Type.Union([
      Type.Literal('ready'),
      Type.Literal('degraded'),
      Type.Literal('unavailable'),
    ]),
    box: Type.String(),
    workers: Type.Object({ listening: Count, wanted: Count }, Closed),
    store: Ops.properties.store,
    bus: Ops.properties.bus,
    breakers: Type.Array(Breaker),
  },
  Closed,
);
const BoxAlerts = Type.Object({ at: Instant, alerts: Type.Array(OpsAlert) }, Closed);
const BoxSystem = Type.Object(
  { at: Instant, system: SystemOps, workers: Type.Array(WorkerOps), losses: Count },
  Closed,
);

interface View {
  summary: string;
  answer: TSchema;
  of(ops: Ops): object;
}

/** What those who run a box may ask (domain.md §2): the same figures as on the socket, in parts. */
const VIEWS: Readonly<Record<string, View>> = {
  metrics: { summary: 'How the box does, in figures', answer: Ops, of: (ops) => ops },
  health: { summary: 'Which parts of the box are well', answer: BoxHealth, of: healthOf },
  alerts: {
    summary: 'What is beyond its threshold',
    answer: BoxAlerts,
    of: ({ at, alerts }) => ({ at, alerts }),
  },
  system: {
    summary: 'The machine and its workers',
    answer: BoxSystem,
    of: ({ at, system, workers, losses }) => ({ at, system, workers, losses }),
  },
};

export function addMonitoring(table: RouteTable, gate: Gate, parts: MonitoringParts): void {
  for (const [name, { of }] of Object.entries(VIEWS)) {
    const label = `${PREFIX}/${name}`;
    const handle = async (exchange: Exchange) => {
      const principal = await gate.enter(exchange, 'other');
      if (!(await parts.mayWatch(principal))) throw new KotdError('forbidden');
      return jsonAnswer(200, of(await parts.ops()), null);
    };
    table.add('GET', label, { label, parameters: 0, handle });
  }
}

/** The same as OpenAPI paths. */
export function monitoringPaths(components: Components): Record<string, Json> {
  const paths = Object.entries(VIEWS).map(([name, { summary, answer }]): [string, Json] => {
    const content = { 'application/json': { schema: components.write(answer) } };
    const responses = {
      200: { description: summary, content },
      ...refusals([401, 403, 429, 503]),
    };
    const description = 'For those whom KOTD_OPERATORS names';
    const operationId = `monitoring.${name}`;
    return [
      `${PREFIX}/${name}`,
      { get: { operationId, summary, description, tags: ['monitoring'], responses } },
    ];
  });
  return Object.fromEntries(paths);
}

function healthOf(ops: Ops): object {
  const { system, workers, workersWanted: wanted, store, bus, breakers } = ops;
  const listening = workers.filter(({ state, answered }) => state === 'ready' && answered).length;
  const well =
    bus.healthy && listening >= wanted && breakers.every((one) => one.state === 'closed');
  const down = store.failing || store.readMs === null || listening === 0;
  const status = down ? 'unavailable' : well ? 'ready' : 'degraded';
  return { status, box: system.box, workers: { listening, wanted }, store, bus, breakers };
}
