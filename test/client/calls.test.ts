import t from 'tap';
import type { CommandType, QueryName, SocketCommand } from '../../client/calls.js';
import type { EventType } from '../../client/events.js';
import { COMMANDS, type CommandName, QUERIES, type Question } from '../../client/routes.js';
import { registry } from '../../src/handlers/index.js';
import { asyncapi } from '../../src/realtime/asyncapi.js';

/** Only compiles while both are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
const EVERY_COMMAND: Same<CommandName, CommandType> = true;
const EVERY_QUESTION: Same<Question, QueryName> = true;

/** Only compiles while it names each command that may wait in an outbox, and no other. */
const ON_SOCKET: Record<SocketCommand, true> = {
  'order.create': true,
  'order.change': true,
  'order.addLines': true,
  'order.changeLine': true,
  'order.send': true,
  'order.voidLine': true,
  'order.transfer': true,
  'order.merge': true,
  'order.cancel': true,
  'order.bill': true,
  'bill.pay': true,
  'bill.cancel': true,
  'bill.print': true,
  'ticket.start': true,
  'ticket.ready': true,
  'ticket.bump': true,
  'ticket.recall': true,
  'kitchen.shown': true,
  'menu.setAvailability': true,
};

const document = asyncapi(registry(), '0') as {
  components: { messages: Record<string, unknown> };
  'x-events': { type: EventType; holds: string | null }[];
};

t.test('calls: the socket takes the commands that the types name, and no other', async (t) => {
  const messages = Object.keys(document.components.messages);
  const taken = messages.filter((name) => name.startsWith('cmd.')).map((name) => name.slice(4));
  t.strictSame(taken.sort(), Object.keys(ON_SOCKET).sort());
});

t.test('calls: every command and question of the server has its route here', async (t) => {
  t.ok(EVERY_COMMAND && EVERY_QUESTION, 'and its types');
  const { commands, queries } = registry();
  t.strictSame(
    Object.entries(COMMANDS).sort(),
    commands.map(({ type, method, path }) => [type, [method, path]]).sort(),
  );
  t.strictSame(
    Object.entries(QUERIES).sort(),
    queries.map(({ name, path }) => [name, path]).sort(),
  );
});

t.test('calls: the document of the socket names the events that the types name', async (t) => {
  // Only compiles while a listener may name it.
  const named = document['x-events'].map(({ type }): EventType => type);
  t.ok(named.includes('order.created') && named.includes('ticket.recalled'));
  t.ok(document['x-events'].every(({ holds }) => holds === null || typeof holds === 'string'));
});
