import { readFile } from 'node:fs/promises';
import { readSettings } from '../config.js';
import { KotdError } from '../domain/errors.js';
import { type OperatorCommand, OperatorError, type Out, UsageError } from './command.js';
import { COMMANDS } from './commands.js';

/**
 * Carries out what was asked on the command line; answers the exit code.
 * @throws SettingsError
 */
export async function dispatch(
  [name = 'help', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Out,
): Promise<number> {
  if (name === 'help' || name === '--help') return await help(out);
  if (name === '--version') return await version(out);
  const load = COMMANDS.get(name);
  if (load) return await run(await load(), args, env, out);
  const what = name === 'serve' ? 'serve takes no arguments' : `there is no command ${name}`;
  out.note(`kotd: ${what}; kotd help lists what there is`);
  return 2;
}

async function run(
  command: OperatorCommand,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Out,
): Promise<number> {
  const { name, usage } = command;
  try {
    return await command.run(args, readSettings(env), out);
  } catch (error) {
    if (isUsage(error)) {
      out.note(`kotd ${name}: ${error.message}`);
      out.note(`Usage: kotd ${name} ${usage}`);
      return 2;
    }
    if (!(error instanceof OperatorError || error instanceof KotdError)) throw error;
    for (const line of error.message.split('\n')) out.note(`kotd ${name}: ${line}`);
    return 1;
  }
}

/** `parseArgs` marks its errors by their codes only. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  if (!(error instanceof Error)) return false;
  return String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS_');
}

async function help(out: Out): Promise<number> {
  const commands = await Promise.all([...COMMANDS.values()].map((load) => load()));
  const rows = [
    ['kotd', 'runs the server; `kotd serve` is the same'],
    ...commands.map(({ name, usage, summary }) => [`kotd ${name} ${usage}`.trimEnd(), summary]),
    ['kotd --version', 'says which kotd this is'],
  ];
  for (const [usage, summary] of rows) {
    out.line(`${usage}`);
    out.line(`    ${summary}`);
  }
  out.line('Settings are environment variables, the same for all: see README.md.');
  return 0;
}

async function version(out: Out): Promise<number> {
  const file = new URL('../../../package.json', import.meta.url);
  out.line(`kotd ${JSON.parse(await readFile(file, 'utf8')).version}`);
  return 0;
}
