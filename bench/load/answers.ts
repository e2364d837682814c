/** How a peer answers one command: see peers/order-answers.js. */
export interface Answer {
  ack: string;
  /** The frame that screens get; null: they hear nothing. */
  event: string | null;
  /** Lengths of what is committed first; bytes. */
  writes: number[];
}

/** An `ack` of kotd. */
interface Ack {
  id: string;
  result: Result;
  seq: number;
}

type Result = { id: string } | { order: { id: string }; tickets: object[] };

/** What a key of an index leads to, the counter of a stream or of numbers, and what tells the age of a command; bytes. */
const SIGN = 38;
const HEAD = 60;
const COUNTER = 4;
const AGE = 90;
/** What stands around the documents in an event, and around the answer in what is kept of a command; bytes. */
const AROUND_EVENT = 150;
const AROUND_COMMAND = 230;

/**
 * The answer of a peer that does what kotd did: the same frames out, the same bytes committed, as
 * src/db/embedded/commit.ts writes them.
 * @param text the frame of kotd's answer to this command
 */
export function answerOf(type: string, text: string, screensHear: boolean): Answer {
  const { id, result, seq } = JSON.parse(text) as Ack;
  const order = 'order' in result ? result.order : result;
  const mark = (frame: string) => frame.replaceAll(id, '%ID%').replaceAll(order.id, '%ORDER%');
  return {
    ack: mark(text),
    event: screensHear ? mark(eventOf(type, result, order, seq)) : null,
    writes: writesOf(type, result, order),
  };
}

function eventOf(type: string, result: Result, order: object, seq: number): string {
  const [ticket] = 'tickets' in result ? result.tickets : [];
  const told = ticket ? ['ticket.created', { ticket }] : [`${type}d`, { order }];
  const [name, data] = told;
  const at = '2026-01-01T12:00:00.000Z';
  const actor = '00000000-0000-0000-0000-000000000000';
  return JSON.stringify({ t: 'ev', seq, prev: seq - 1, type: name, at, actor, data });
}

function writesOf(type: string, result: Result, order: object): number[] {
  const length = (value: object) => Buffer.byteLength(JSON.stringify(value));
  const tickets = 'tickets' in result ? result.tickets : [];
  const writes = [length(order), length(order) + AROUND_EVENT];
  // The order's own signposts stay as they are unless it is new.
  if (type === 'order.create') writes.push(SIGN, SIGN, COUNTER);
  for (const ticket of tickets) {
    writes.push(length(ticket), length(ticket) + AROUND_EVENT, SIGN, SIGN, SIGN, COUNTER);
  }
  return [...writes, HEAD, length(result) + AROUND_COMMAND, AGE];
}
