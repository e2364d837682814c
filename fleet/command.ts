import { type ParseArgsConfig, parseArgs } from 'node:util';

/** What was asked for makes no sense; the message is one line that says why. */
export class WrongArguments extends Error {}

/** As `parseArgs`. @throws WrongArguments */
export function readArguments<T extends ParseArgsConfig>(
  config: T,
): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence is advice about options that no command of ours takes.
    const [line = ''] = (error as Error).message.split(/\.\s|\n/);
    throw new WrongArguments(line);
  }
}

/** Runs a command and ends the process: 2 for wrong arguments, 1 for any other error, else what it answers. */
export async function run(name: string, main: () => Promise<number>): Promise<never> {
  try {
    process.exit(await main());
  } catch (error) {
    const wrong = error instanceof WrongArguments;
    const message = error instanceof Error ? error.message : String(error);
    const lines = wrong ? [`${message} (npm run ${name} -- --help)`] : message.split('\n');
    for (const line of lines) console.error(`${name}: ${line}`);
    process.exit(wrong ? 2 : 1);
  }
}
