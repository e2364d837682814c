// What peers and limits answer instead of working it out: frames of kotd, with the ids of who asks now.
import { readFileSync } from 'node:fs';

/**
 * ANSWERS names a file: { [command]: [{ ack, event, writes }] }, used in turn on each socket. In the texts stand %ID%
 * for the id of the command and %ORDER% for that of the order; `event`: what all screens are told, or null; `writes`:
 * the lengths of what is committed before the answer, in bytes.
 */
const { ANSWERS } = process.env;
const answers = ANSWERS ? JSON.parse(readFileSync(ANSWERS, 'utf8')) : {};
for (const [type, steps] of Object.entries(answers)) {
  answers[type] = steps.map(({ ack, event, writes }) => ({
    ack: split(ack),
    event: event === null ? null : split(event),
    writes: writes.map((length) => 'x'.repeat(length)),
  }));
}

/** What stands between the ids, and which ids. */
function split(text) {
  return text.split(/(%ID%|%ORDER%)/);
}

/** The text with its ids. */
export function filled(parts, id, orderId) {
  let text = '';
  for (const part of parts) text += part === '%ID%' ? id : part === '%ORDER%' ? orderId : part;
  return text;
}

/** Gives a socket its own place in the turns; a new order begins anew. */
export function turns() {
  const at = new Map();
  return (type) => {
    const steps = answers[type];
    if (type === 'order.create') at.clear();
    const turn = at.get(type) ?? 0;
    at.set(type, turn + 1);
    return steps[turn % steps.length];
  };
}

/** The id, the type and the order of a command's frame, without reading the rest of it. */
export function headOf(text) {
  const id = after(text, '"id":"');
  return { id, type: after(text, '"type":"'), orderId: after(text, '"orderId":"') || id };
}

function after(text, mark) {
  const at = text.indexOf(mark);
  if (at < 0) return '';
  return text.slice(at + mark.length, text.indexOf('"', at + mark.length));
}
