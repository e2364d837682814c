import type { Body, SocketCommand } from '../calls.js';

/** This is no body of a command, whatever the server might say to it: a mistake of the program that gave it. */
export class BadBody extends TypeError {
  constructor(type: SocketCommand, why: string) {
    super(`${type}: ${why}`);
    this.name = 'BadBody';
  }
}

/**
 * A body as it is kept and sent, whatever becomes of the one that was given. What it asks for is for the server to
 * judge; here it need only be what JSON can say, and have lines to give ids to.
 * @throws BadBody
 */
export function bodyOf<T extends SocketCommand>(type: T, given: Body<T>): Body<T> {
  const body = copyOf(type, given);
  if (!isObject(body)) throw new BadBody(type, 'its body must be an object');
  if (type === 'order.create' || type === 'order.addLines') {
    const { lines } = body as { lines?: unknown };
    if (!Array.isArray(lines) || !lines.every(isObject))
      throw new BadBody(type, 'its `lines` must be a list of objects');
  }
  return body as Body<T>;
}

function copyOf(type: SocketCommand, given: unknown): unknown {
  try {
    const text = JSON.stringify(given, sayable);
    return text === undefined ? undefined : JSON.parse(text);
  } catch (error) {
    throw new BadBody(type, String(error));
  }
}

/** JSON would leave these out or make something else of them, and nobody would know. */
function sayable(name: string, value: unknown): unknown {
  const odd =
    typeof value === 'number'
      ? !Number.isFinite(value)
      : ['function', 'symbol', 'bigint'].includes(typeof value);
  if (odd) throw new TypeError(`\`${name}\` is ${String(value)}, which JSON cannot say`);
  return value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
