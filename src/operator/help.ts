import { version as ours } from '../version.js';
import type { OperatorCommand, Out } from './command.js';
import { COMMANDS } from './commands.js';

/** Lists every command; answers the exit code, as all here. */
export async function help(out: Out): Promise<number> {
  row(out, 'kotd', 'runs the server; `kotd serve` is the same');
  for (const load of COMMANDS.values()) helpOf(await load(), out);
  row(out, 'kotd help COMMAND', 'says what is above of one command; so does kotd COMMAND --help');
  row(out, 'kotd --version', 'says which kotd this is');
  out.line('Settings are environment variables, the same for all: see README.md.');
  return 0;
}

export function helpOf({ name, usage, summary }: OperatorCommand, out: Out): number {
  row(out, `kotd ${name} ${usage}`.trimEnd(), summary);
  return 0;
}

export function version(out: Out): number {
  out.line(`kotd ${ours}`);
  return 0;
}

function row(out: Out, usage: string, summary: string): void {
  out.line(usage);
  out.line(`    ${summary}`);
}
