import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpRequest, HttpResponse, TemplatedApp, WebSocket } from 'uWebSockets.js';
import { type ErrorCode, KotdError } from '../domain/errors.js';
import type { Scope } from '../db/store.js';
import type { Doubt } from '../handlers/auth/by-session.js';
import { problemOf } from '../handlers/problem.js';
import { SECURITY } from '../handlers/security.js';
import { stationsOf } from './audiences.js';
import type { StreamMessage } from './bus.js';
import { chooseCodec, type Codec } from './codec.js';
import { Deadlines } from './deadlines.js';
import { Lookout, type LookoutCounts } from './lookout.js';
import type { Newcomer, RealtimeParts, SessionParts } from './parts.js';
import { Rechecks } from './rechecks.js';
import { Resets } from './resets.js';
import { Session } from './session.js';
import { Socket } from './socket.js';
import { type StreamPosition, Streams, type Told } from './streams.js';

export const SOCKET_PATH = '/ws';

/** A drain says goodbye to this many sockets at a time, or to a part in SLICES if that is more. */
const SLICE = 50;
const SLICES = 20;

/** What cannot be a resume any more is cut when this much of a drain's time is left; ms. */
const LAST_CALL = 50;

/** When to come back to a worker that takes no sockets now; s. */
const RETRY_SECONDS = '1';

/** uWebSockets keeps the backstop in 32 bits, and takes what is left of a larger one; bytes. */
const MAX_BACKSTOP = 2 ** 32 - 1;

export interface RealtimeDoor {
  /** Events that this worker committed, for its sockets and for the other workers. Never throws. */
  publish(scope: Scope, committed: Told): void;
  /** Every event of every stream, of this worker and from the bus: repeated, in any order. */
  onEvents(listener: (message: StreamMessage) => void): void;
  /** People, or their sessions, have changed: closes the sockets of who may not listen now. */
  recheck(doubt: Doubt): void;
  /** Whether the bus proves that it works. While it does not, the store is looked at often. */
  trustBus(healthy: boolean): void;
  /** Something that others did has not been told here: streams and who listens are looked at again. */
  doubtAll(): void;
  /** Takes no more sockets, and closes those it has in this time, with a code to resume. */
  drain(withinMs: number): Promise<void>;
  counts(): RealtimeCounts;
}

export interface RealtimeCounts {
  sockets: number;
  /** Sockets by kind of audience; one may be in several. */
  audiences: { floor: number; bills: number; kitchen: number };
  /** Streams of the outlets that sockets follow. */
  streams: StreamPosition[];
  lookout: LookoutCounts;
}

/** What a uWebSockets socket carries. It exists before the socket does. */
interface Ticket {
  codec: Codec;
  address: string;
  session: Session | null;
}

/** Opens `GET /ws` on the app. The one place that sees the sockets of uWebSockets. */
export function openRealtime(app: TemplatedApp, given: RealtimeParts): RealtimeDoor {
  const { settings, observer, store, now, bus, registry } = given;
  const failed = (error: unknown, what: string) => given.failed(error, given.traceId(), what);
  const publish = (topic: string, frame: Uint8Array, binary: boolean) => {
    app.publish(topic, frame, binary);
  };
  const lookout = new Lookout({ store, settings, failed });
  const streams = new Streams({ store, settings, now, failed, publish }, bus, lookout);
  const commands = new Map(
    registry.commands.filter((spec) => spec.socket).map((spec) => [spec.type, spec]),
  );
  const rechecks = new Rechecks();
  const hellos = new Deadlines<Newcomer>((late) => {
    for (const { socket } of late) socket.leave('hello_timeout');
  });
  const resets = new Resets(store, given.settings.resetKeptMs);
  const parts: SessionParts = { ...given, streams, resets, rechecks, hellos, commands };
  const sessions = new Set<Session>();
  let draining = false;

  /** Nothing may be thrown into uWebSockets: it would end the worker. */
  function guard(what: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      failed(error, what);
    }
  }

  app.ws<Ticket>(SOCKET_PATH, {
    // Twice what is allowed, so that a frame a little too large is answered instead of cut off.
    maxPayloadLength: 2 * settings.frameBytes,
    idleTimeout: settings.idleSeconds,
    sendPingsAutomatically: true,
    // The backstop of the queue that Socket watches; a drop would be a hole that nobody sees.
    maxBackpressure: Math.min(64 * settings.queueBytes, MAX_BACKSTOP),
    closeOnBackpressureLimit: true,

    upgrade(res, req, context) {
      const header = (name: string) => req.getHeader(name);
      const codec = chooseCodec(header('sec-websocket-protocol'));
      if (draining) return refuse(res, 'draining');
      // Its hello could not be answered, and a worker that everybody leaves again at once would be the one that
      // is sent everybody. Refused here, whoever is in front takes another.
      if (!given.readable()) return refuse(res, 'store_unavailable');
      if (!codec) return refuse(res, 'unknown_subprotocol');
      const peer = Buffer.from(res.getRemoteAddressAsText()).toString();
      const address = given.addressOf(peer, forwardedFor(req));
      const ticket: Ticket = { codec, address, session: null };
      const protocol = header('sec-websocket-protocol') === '' ? '' : codec.name;
      const extensions = header('sec-websocket-extensions');
      res.upgrade(ticket, header('sec-websocket-key'), protocol, extensions, context);
    },

    open(ws: WebSocket<Ticket>) {
      guard('open a socket', () => {
        const ticket = ws.getUserData();
        const socket = new Socket(ws, ticket.codec, parts);
        const session = new Session(parts, socket, ticket.address);
        ticket.session = session;
        sessions.add(session);
        observer.opened();
        if (draining) socket.leave('draining');
      });
    },

    message(ws, message, binary) {
      guard('take a frame', () => {
        ws.getUserData().session?.receive(Buffer.from(message), binary);
      });
    },

    drain(ws) {
      guard('go on sending', () => ws.getUserData().session?.socket.drained());
    },

    close(ws, code) {
      guard('close a socket', () => {
        const { session } = ws.getUserData();
        if (!session) return;
        sessions.delete(session);
        const counted = session.socket.closed(code);
        session.close();
        observer.closed(counted);
      });
    },
  });

  function refuse(res: HttpResponse, code: ErrorCode): void {
    const problem = problemOf(new KotdError(code), given.traceId());
    res.writeStatus(`${problem.status} ${STATUS_CODES[problem.status]}`);
    for (const [name, value] of SECURITY) res.writeHeader(name, value);
    res
      .writeHeader('X-Request-Id', problem.traceId)
      .writeHeader('Content-Type', 'application/problem+json')
      .writeHeader('Cache-Control', 'no-store');
    if (problem.status === 503) res.writeHeader('Retry-After', RETRY_SECONDS);
    res.end(JSON.stringify(problem), true);
  }

  async function drain(withinMs: number): Promise<void> {
    draining = true;
    const until = performance.now() + withinMs - LAST_CALL;
    const leaving = [...sessions];
    const slice = Math.max(SLICE, Math.ceil(leaving.length / SLICES));
    for (let i = 0; i < leaving.length; i += slice) {
      if (i > 0) await sleep(withinMs / 2 / SLICES);
      for (const session of leaving.slice(i, i + slice)) void session.drain();
    }
    while (sessions.size > 0 && performance.now() < until) await sleep(5);
    for (const { socket } of sessions) socket.cut();
  }

  return {
    publish: (scope, committed) => streams.publish(scope, committed),
    onEvents: (listener) => streams.onEvents(listener),
    recheck: (doubt) => rechecks.begin(doubt),
    trustBus: (healthy) => lookout.trust(healthy),
    doubtAll() {
      lookout.hurry();
      rechecks.beginAll();
    },
    drain,
    counts: () => ({
      sockets: sessions.size,
      audiences: countAudiences(sessions),
      streams: streams.positions(),
      lookout: lookout.counts(),
    }),
  };
}

/** All of it: a proxy's own hop is in the last line, and `getHeader` knows only the first. */
function forwardedFor(req: HttpRequest): string {
  const hops: string[] = [];
  req.forEach((name, value) => {
    if (name === 'x-forwarded-for') hops.push(value);
  });
  return hops.join();
}

function countAudiences(sessions: Iterable<Session>): RealtimeCounts['audiences'] {
  const counts = { floor: 0, bills: 0, kitchen: 0 };
  for (const { audiences } of sessions) {
    if (audiences.has('floor')) counts.floor++;
    if (audiences.has('bills')) counts.bills++;
    if (stationsOf(audiences).length > 0) counts.kitchen++;
  }
  return counts;
}
