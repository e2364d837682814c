import { type Static, type TSchema, Type } from '@sinclair/typebox';
import type { Event } from '../domain/decision.js';
import { KotdError } from '../domain/errors.js';
import { Bill } from '../domain/shapes/bill.js';
import { Order } from '../domain/shapes/order.js';
import { Ops } from '../domain/shapes/ops.js';
import { Table } from '../domain/shapes/organization.js';
import { Closed, Count, Id, Instant, Nullable } from '../domain/shapes/primitives.js';
import { Ticket } from '../domain/shapes/ticket.js';
import { Problem } from '../handlers/problem.js';
import { fitting, refuseIllFormed } from '../handlers/validate.js';

const Token = Type.String({ minLength: 1, maxLength: 4_096 });
const Epoch = Type.String({ minLength: 1, maxLength: 64 });

export const CommandId = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'The same thing as an Idempotency-Key',
});

export const Audience = Type.String({
  pattern: '^(floor|bills|kitchen/[^/]{1,64})$',
  description: '`floor`, `bills`, or `kitchen/` and the id of a station',
});

const Hello = Type.Object(
  {
    t: Type.Literal('hello'),
    token: Token,
    outlet: Id,
    audience: Type.Array(Audience, { maxItems: 50, description: 'Each at most once' }),
    resume: Type.Optional(Type.Object({ epoch: Epoch, seq: Count }, Closed)),
    device: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    version: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  },
  { ...Closed, description: 'The first frame: who listens, to what, and from where on' },
);
export type Hello = Static<typeof Hello>;

const Auth = Type.Object(
  { t: Type.Literal('auth'), token: Token },
  { ...Closed, description: 'A new access token of the same person, before the old one ends' },
);

const Cmd = Type.Object(
  {
    t: Type.Literal('cmd'),
    id: CommandId,
    type: Type.String({ minLength: 1, maxLength: 80 }),
    body: Type.Record(Type.String(), Type.Unknown()),
  },
  { ...Closed, description: 'A command; answered by ack or err with the same id' },
);
export type Cmd = Static<typeof Cmd>;

const Watch = Type.Object(
  { t: Type.Literal('watch'), ops: Type.Boolean() },
  { ...Closed, description: 'Begin or end to be told how the box does; for those who run it' },
);

/** Every frame a client may send, by its `t`. */
export const CLIENT_FRAMES = { hello: Hello, auth: Auth, cmd: Cmd, watch: Watch } as const;

const Welcome = Type.Object(
  {
    t: Type.Literal('welcome'),
    epoch: Epoch,
    seq: Count,
    serverTime: Instant,
    heartbeatMs: Type.Integer({ minimum: 0, description: 'A pos frame comes this often' }),
    expiresAt: Instant,
    limits: Type.Object(
      { frameBytes: Count, commandsAtOnce: Count, queueBytes: Count, resumeEvents: Count },
      Closed,
    ),
  },
  { ...Closed, description: 'The hello is accepted; the missing events or a reset follow' },
);

const Reset = Type.Object(
  {
    t: Type.Literal('reset'),
    epoch: Epoch,
    seq: Count,
    snapshot: Type.Object(
      {
        orders: Type.Array(Order),
        tickets: Type.Array(Ticket),
        tables: Type.Array(Table),
        bills: Type.Array(Bill),
      },
      Closed,
    ),
  },
  {
    ...Closed,
    description:
      'Forget the rest: this is what is open. Events after `seq` may tell of a rev that is here',
  },
);
export type Snapshot = Static<typeof Reset>['snapshot'];

const Ev = Type.Object(
  {
    t: Type.Literal('ev'),
    seq: Type.Integer({ minimum: 1 }),
    prev: Count,
    type: Type.String(),
    at: Instant,
    actor: Type.String(),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  {
    ...Closed,
    description:
      'An event. `prev` is the position it follows: whoever stands below it has a hole and resumes',
  },
);

const Pos = Type.Object(
  { t: Type.Literal('pos'), epoch: Epoch, seq: Count, head: Count, at: Instant },
  {
    ...Closed,
    description:
      'All up to `seq` was sent before this; `head` is the position of the database at `at`. ' +
      'A screen is current to `at` if and only if seq >= head',
  },
);

const Ack = Type.Object(
  {
    t: Type.Literal('ack'),
    id: CommandId,
    result: Type.Unknown(),
    seq: Nullable(Count),
    replayed: Type.Optional(Type.Boolean({ description: 'It had been carried out before' })),
  },
  { ...Closed, description: 'The command took effect; `result` is the body of the REST answer' },
);

const Err = Type.Object(
  { t: Type.Literal('err'), id: Nullable(CommandId), problem: Problem },
  { ...Closed, description: 'A refusal; `id` is null when it is not about a command' },
);

const Authed = Type.Object(
  { t: Type.Literal('authed'), expiresAt: Instant },
  { ...Closed, description: 'The new access token is accepted' },
);

const Bye = Type.Object(
  {
    t: Type.Literal('bye'),
    code: Type.Integer({ minimum: 4000, maximum: 4999 }),
    reason: Type.String(),
    reconnectAfterMs: Nullable(Count),
  },
  { ...Closed, description: 'The server closes the socket with this code; see its table' },
);

const OpsFrame = Type.Object(
  { t: Type.Literal('ops'), ...Ops.properties },
  { ...Closed, description: 'How the box does, every second to whoever watches' },
);

/** Every frame the server may send, by its `t`. */
export const SERVER_FRAMES = {
  welcome: Welcome,
  reset: Reset,
  ev: Ev,
  pos: Pos,
  ack: Ack,
  err: Err,
  authed: Authed,
  ops: OpsFrame,
  bye: Bye,
} as const;

type OneOf<F extends Record<string, TSchema>> = { [N in keyof F]: Static<F[N]> }[keyof F];
export type ClientFrame = OneOf<typeof CLIENT_FRAMES>;
export type ServerFrame = OneOf<typeof SERVER_FRAMES>;

/** The frame of an event. @param prev the position that it follows on this socket */
export function eventFrame({ seq, type, at, actor, data }: Event, prev: number): ServerFrame {
  return { t: 'ev', seq, prev, type, at, actor, data };
}

const READERS: { [T in ClientFrame['t']]: (value: unknown) => ClientFrame } = {
  hello: readHello(),
  auth: fitting(Auth),
  cmd: fitting(Cmd),
  watch: fitting(Watch),
};

/**
 * @throws KotdError `malformed_frame`, with a pointer to each fault, or `invalid` where a text is not
 * well-formed
 */
export function readFrame(value: unknown): ClientFrame {
  const frame = fittingFrame(value);
  // The texts of a command's body are checked with the body, whose pointers begin there.
  refuseIllFormed(frame.t === 'cmd' ? { ...frame, body: null } : frame);
  return frame;
}

function fittingFrame(value: unknown): ClientFrame {
  const t = memberOf(value, 't');
  if (!isClientFrame(t)) throw new KotdError('malformed_frame', { detail: 'No such frame' });
  try {
    return READERS[t](value);
  } catch (error) {
    const errors = error instanceof KotdError ? error.errors : [];
    throw new KotdError('malformed_frame', { errors });
  }
}

/** The id under which a refusal of this frame can be answered, however bad the rest of it is. */
export function commandIdOf(value: unknown): string | null {
  const id = memberOf(value, 't') === 'cmd' ? memberOf(value, 'id') : null;
  return typeof id === 'string' && id.length >= 1 && id.length <= 200 ? id : null;
}

/** `uniqueItems` of TypeBox would hash every byte of whatever stands there, before anybody is known. */
function readHello(): (value: unknown) => Hello {
  const read = fitting(Hello);
  return (value) => {
    const hello = read(value);
    if (new Set(hello.audience).size === hello.audience.length) return hello;
    throw new KotdError('invalid', { errors: [{ pointer: '/audience', message: 'named twice' }] });
  };
}

function isClientFrame(t: unknown): t is ClientFrame['t'] {
  return typeof t === 'string' && Object.hasOwn(READERS, t);
}

function memberOf(value: unknown, name: 't' | 'id'): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>)[name] : undefined;
}
