import { type TSchema, Type } from '@sinclair/typebox';
import { EVENTS } from '../domain/events.js';
import { Count, Nullable } from '../domain/shapes/primitives.js';
import { Problem } from '../handlers/problem.js';
import type { Registry } from '../handlers/registry.js';
import { CLOSES, reconnects } from './closes.js';
import { CODECS } from './codec.js';
import { CLIENT_FRAMES, CommandId, SERVER_FRAMES } from './frames.js';

type Json = Record<string, unknown>;

const CHANNEL = '#/channels/socket';

/** What each frame of a client is answered with. A command has its own, below. */
const ANSWERS = {
  hello: ['welcome', 'err', 'bye'],
  auth: ['authed', 'err'],
  watch: ['ops', 'err'],
} as const;

/**
 * The AsyncAPI 3.0 document of the socket, made from the schemas that read its frames and from the
 * commands of the registry. `receive` is what the server receives.
 */
export function asyncapi(registry: Registry, version: string): Json {
  const messages: Json = {};
  const operations: Json = {};

  for (const t of ['hello', 'auth', 'watch'] as const) {
    messages[t] = message(CLIENT_FRAMES[t]);
    operations[t] = { ...operation('receive', t), reply: reply(ANSWERS[t]) };
  }
  for (const [t, schema] of Object.entries(SERVER_FRAMES)) {
    messages[t] = message(schema);
    operations[t] = operation('send', t);
  }
  for (const { type, body, answer, summary, socket } of registry.commands) {
    if (!socket) continue;
    const { description } = CLIENT_FRAMES.cmd;
    messages[`cmd.${type}`] = message(commandFrame(type, body), summary);
    messages[`ack.${type}`] = message(ackFrame(answer), `Answer of ${type}`);
    operations[`cmd.${type}`] = {
      ...operation('receive', `cmd.${type}`),
      summary,
      description,
      reply: reply([`ack.${type}`, 'err']),
    };
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'kotd sockets',
      version,
      description: 'Live orders, kitchen tickets, tables and bills of an outlet, and commands.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/ws',
        description: `Subprotocols: ${CODECS.map(({ name }) => name).join(', ')}; none means JSON.`,
        messages: Object.fromEntries(
          Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }]),
        ),
      },
    },
    operations,
    components: { messages, schemas: { Problem: schemaOf(Problem) } },
    // What `ev` frames tell of, and the member of `data` that is the whole document after it.
    'x-events': Object.entries(EVENTS).map(([type, holds]) => ({ type, holds })),
    'x-close-codes': Object.entries(CLOSES).map(([reason, [code, , meaning]]) => ({
      code,
      reason,
      reconnects: reconnects(code),
      meaning,
    })),
  };
}

function commandFrame(type: string, body: TSchema): TSchema {
  const { t, id } = CLIENT_FRAMES.cmd.properties;
  return Type.Object({ t, id, type: Type.Literal(type), body }, { additionalProperties: false });
}

function ackFrame(answer: TSchema): TSchema {
  const { t, replayed } = SERVER_FRAMES.ack.properties;
  return Type.Object(
    { t, id: CommandId, result: answer, seq: Nullable(Count), replayed },
    { additionalProperties: false },
  );
}

function message(schema: TSchema, summary = schema.description): Json {
  return { summary, payload: schemaOf(schema) };
}

function operation(action: 'send' | 'receive', name: string): Json {
  return {
    action,
    channel: { $ref: CHANNEL },
    messages: [{ $ref: `${CHANNEL}/messages/${name}` }],
  };
}

function reply(names: readonly string[]): Json {
  const messages = names.map((name) => ({ $ref: `${CHANNEL}/messages/${name}` }));
  return { channel: { $ref: CHANNEL }, messages };
}

/** Plain JSON Schema; what has a name of its own stands once among the components. */
function schemaOf(schema: TSchema): Json {
  const text = JSON.stringify(schema, (key, value) => {
    if (key === '$id') return undefined;
    return value !== schema && value?.$id === Problem.$id
      ? { $ref: '#/components/schemas/Problem' }
      : value;
  });
  return JSON.parse(text);
}
