import { parseArgs } from 'node:util';

export interface Wishes {
  /** Addresses; several, for several boxes. */
  servers: readonly string[];
  /** 1 takes about half a minute; 0 goes as fast as the server answers. */
  pace: number;
  seed: number;
  /** A file to write the ids of acknowledged commands to, as JSON. */
  acknowledged: string | null;
}

export const USAGE =
  'npm run demo -- [--server URL]... [--pace 0..] [--seed N] [--acknowledged FILE]';

/** What stands there is not what the demo takes; the message is one line. */
export class WrongCommandLine extends Error {}

/**
 * Reads what stands behind `npm run demo --`; null: help is asked for.
 * @param server unless one is named
 * @throws WrongCommandLine
 */
export function readCommandLine(args: readonly string[], server: string): Wishes | null {
  const values = parsed(args);
  if (values.help) return null;
  for (const url of values.server ?? []) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
      throw new WrongCommandLine(`--server is an address such as ${server}, not "${url}"`);
    }
  }
  return {
    servers: values.server ?? [server],
    pace: number(values.pace, '--pace', /^\d+(\.\d+)?$/),
    seed: number(values.seed, '--seed', /^\d{1,9}$/),
    acknowledged: values.acknowledged ?? null,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        server: { type: 'string', multiple: true },
        pace: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        acknowledged: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new WrongCommandLine((error as Error).message.replaceAll('\n', ' ').replace(/\.$/, ''));
  }
}

function number(text: string, name: string, form: RegExp): number {
  if (form.test(text)) return Number(text);
  throw new WrongCommandLine(`${name} is a number that is not negative, not "${text}"`);
}
