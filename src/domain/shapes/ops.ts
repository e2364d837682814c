import { type Static, Type } from '@sinclair/typebox';
import { Closed, Count, Instant, Nullable } from './primitives.js';

const Share = Type.Number({ minimum: 0, description: '0 to 1' });
const Rate = Type.Number({ minimum: 0, description: 'A second' });
const Seconds = Type.Number({ minimum: 0 });
const Milliseconds = Type.Number({ minimum: 0 });

/** How much of something there is, how much of it fails, and how long it takes: null where there was none. */
const Flow = Type.Object(
  {
    perSecond: Rate,
    /** Answered with status 500 or above. */
    errorsPerSecond: Rate,
    errorShare: Share,
    p50Ms: Nullable(Milliseconds),
    p95Ms: Nullable(Milliseconds),
    p99Ms: Nullable(Milliseconds),
  },
  Closed,
);
export type Flow = Static<typeof Flow>;

export const WorkerOps = Type.Object(
  {
    /** Its place: 1, 2, 3 … */
    worker: Type.Integer({ minimum: 1 }),
    pid: Count,
    state: Type.Union([Type.Literal('ready'), Type.Literal('draining')]),
    /** False: it did not answer in time, and the rest is what it said last. */
    answered: Type.Boolean(),
    uptimeSeconds: Seconds,
    /** Of one processor. */
    cpuShare: Share,
    rssBytes: Count,
    heapBytes: Count,
    /** How late its event loop ran. */
    loopMs: Type.Object({ p50: Milliseconds, p99: Milliseconds, max: Milliseconds }, Closed),
    sockets: Count,
    streams: Count,
    /** Most events that one of its streams is behind the store. */
    behind: Count,
  },
  Closed,
);
export type WorkerOps = Static<typeof WorkerOps>;

export const Breaker = Type.Object(
  {
    name: Type.String(),
    state: Type.Union([Type.Literal('closed'), Type.Literal('halfOpen'), Type.Literal('open')]),
  },
  Closed,
);
export type Breaker = Static<typeof Breaker>;

export const OpsAlert = Type.Object(
  {
    name: Type.Union([
      Type.Literal('latencyP95Ms'),
      Type.Literal('errorShare'),
      Type.Literal('storeConnections'),
      Type.Literal('storeBacklog'),
      Type.Literal('cpu'),
      Type.Literal('memory'),
      Type.Literal('disk'),
      Type.Literal('cacheHitRate'),
    ]),
    /** null: there is nothing to judge by. */
    value: Nullable(Type.Number()),
    threshold: Type.Number(),
    firing: Type.Boolean(),
    /** First look at which it fired and has not ceased to. */
    since: Nullable(Instant),
  },
  Closed,
);
export type OpsAlert = Static<typeof OpsAlert>;

export const SystemOps = Type.Object(
  {
    box: Type.String(),
    version: Type.String(),
    node: Type.String(),
    platform: Type.String(),
    /** Of the primary. */
    pid: Count,
    uptimeSeconds: Seconds,
    cpus: Count,
    /** Of all processors, by whatever process. */
    cpuShare: Share,
    load1: Type.Number({ minimum: 0 }),
    memoryBytes: Count,
    memoryFreeBytes: Count,
    /** Where the data folder is. */
    diskBytes: Count,
    diskFreeBytes: Count,
  },
  Closed,
);
export type SystemOps = Static<typeof SystemOps>;

/** How a box does: no data of any tenant is in it. Rates and percentiles are over `windowSeconds`. */
export const Ops = Type.Object(
  {
    at: Instant,
    windowSeconds: Seconds,
    system: SystemOps,
    workers: Type.Array(WorkerOps),
    workersWanted: Count,
    /** Workers that ended without being asked to. */
    losses: Count,
    sockets: Type.Object({ open: Count, framesPerSecond: Rate }, Closed),
    streams: Type.Object({ count: Count, behind: Count }, Closed),
    requests: Flow,
    commands: Flow,
    cache: Type.Object(
      {
        hitRate: Nullable(Share),
        hitsPerSecond: Rate,
        missesPerSecond: Rate,
        entries: Count,
        bytes: Count,
      },
      Closed,
    ),
    store: Type.Object(
      {
        kind: Type.Union([Type.Literal('embedded'), Type.Literal('mongodb')]),
        failing: Type.Boolean(),
        /** The slowest worker's look at it; null: none was answered. */
        readMs: Nullable(Milliseconds),
        queued: Count,
        commitsPerSecond: Rate,
        conflictsPerSecond: Rate,
        /** null: it is no server. */
        connections: Nullable(
          Type.Object({ open: Count, inUse: Count, waiting: Count, most: Count }, Closed),
        ),
      },
      Closed,
    ),
    /** The worst that any worker says of each. */
    breakers: Type.Array(Breaker),
    bus: Type.Object(
      {
        kind: Type.Union([Type.Literal('alone'), Type.Literal('redis')]),
        healthy: Type.Boolean(),
        otherBoxes: Count,
        roundTripMs: Nullable(Milliseconds),
        /** Batches of stream messages that were dropped; screens repair themselves from the store. */
        dropped: Count,
      },
      Closed,
    ),
    alerts: Type.Array(OpsAlert),
  },
  Closed,
);
export type Ops = Static<typeof Ops>;
