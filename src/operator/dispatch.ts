import { readSettings, SettingsError } from '../config.js';
import { KotdError } from '../domain/errors.js';
import { exitCodeOf } from '../exit-code.js';
import { type OperatorCommand, type Out, UsageError } from './command.js';
import { COMMANDS } from './commands.js';
import { help, helpOf, version } from './help.js';

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

/**
 * Carries out what was asked on the command line; answers the exit code.
 * @throws SettingsError
 */
export async function dispatch(
  [name = 'help', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  out: Out,
): Promise<number> {
  if (name === '--version') return version(out);
  if (HELP.has(name)) return args[0] === undefined ? await help(out) : await about(args[0], out);
  if (args.some((arg) => arg === '--help' || arg === '-h')) return await about(name, out);
  const load = COMMANDS.get(name);
  return load ? await run(await load(), args, env, out) : unknown(name, out);
}

async function about(name: string, out: Out): Promise<number> {
  if (name === 'serve') return await help(out);
  const load = COMMANDS.get(name);
  return load ? helpOf(await load(), out) : unknown(name, out);
}

function unknown(name: string, out: Out): number {
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
    return await command.run(args, readSettings(env, false), out);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    if (isUsage(error)) {
      const why = error.message.replaceAll('\n', ' ').replace(/\.$/, '');
      out.note(`kotd ${name}: ${why}. Usage: kotd ${name} ${usage}`);
      return 2;
    }
    const code = exitCodeOf(error) ?? (isOutside(error) ? 1 : null);
    if (code === null || !(error instanceof Error)) throw error;
    for (const line of error.message.split('\n')) out.note(`kotd ${name}: ${line}`);
    return code;
  }
}

/** `parseArgs` marks its errors by their codes only. */
function isUsage(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  if (!(error instanceof Error)) return false;
  return String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS_');
}

/** A refusal of the store, or what the system says of a file or a folder. */
function isOutside(error: unknown): boolean {
  return error instanceof KotdError || (error instanceof Error && 'syscall' in error);
}
