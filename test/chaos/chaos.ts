/** `npm run chaos`: plays faults, and tells what held. */
import { writeFile } from 'node:fs/promises';
import { argv, stdout } from 'node:process';
import { readArguments, run, WrongArguments } from '../../fleet/command.js';
import type { Fault } from './fault.js';
import { FAULTS } from './faults/index.js';
import { late } from './late.js';
import { type Outcome, play } from './play.js';

const USAGE = `npm run chaos -- [--only NAME]… [--ci] [--json FILE] [--list]

Breaks a small fleet on this machine in the middle of a dinner, once for each fault, and counts what was lost.

  --only NAME   this fault; more than once, for several
  --ci          those that CI plays
  --json FILE   writes what came of it
  --list        names the faults, and plays none`;

/** Lines that tell more than this of one fault tell nothing new. */
const MOST_LINES = 10;

function chosen(only: readonly string[], ci: boolean): readonly Fault[] {
  const unknown = only.find((wanted) => !FAULTS.some(({ name }) => name === wanted));
  if (unknown !== undefined) {
    throw new WrongArguments(`there is no fault ${unknown}; --list names them`);
  }
  if (only.length > 0) return FAULTS.filter(({ name }) => only.includes(name));
  return ci ? FAULTS.filter((fault) => fault.ci) : FAULTS;
}

function failed(fault: string, error: Error): Outcome {
  const broken = [error.stack ?? error.message];
  const nothing = { evenings: 0, commands: 0, longestAnswerMs: 0, kitchenMs: null, struckMs: 0 };
  return { fault, broken, ...nothing };
}

function line({ fault, broken, commands, longestAnswerMs, kitchenMs, struckMs }: Outcome): string {
  const kitchen = kitchenMs
    ? `${kitchenMs.p50} / ${kitchenMs.p99} / ${kitchenMs.most} ms`
    : 'clocks differ';
  const cells = [
    fault,
    broken.length === 0 ? 'held' : 'BROKEN',
    `${commands}`,
    `${(struckMs / 1000).toFixed(1)} s`,
    `${(longestAnswerMs / 1000).toFixed(1)} s`,
    kitchen,
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main(): Promise<number> {
  const { help, list, only, ci, json } = readArguments({
    args: argv.slice(2),
    options: {
      help: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      ci: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  }).values;
  const faults = chosen(only, ci);
  if (help) stdout.write(`${USAGE}\n`);
  else if (list) for (const { name, what } of faults) stdout.write(`${name}: ${what}\n`);
  if (help || list) return 0;
  stdout.write('| fault | | commands | lasted | longest answer | tickets p50 / p99 / most |\n');
  stdout.write('|---|---|---|---|---|---|\n');
  const outcomes: Outcome[] = [];
  for (const fault of faults) {
    const outcome = await play(fault).catch((error: Error) => failed(fault.name, error));
    // Only here: in CI the load of the machine would decide.
    outcome.broken.push(...late(fault, outcome));
    outcomes.push(outcome);
    stdout.write(`${line(outcome)}\n`);
    for (const what of outcome.broken.slice(0, MOST_LINES)) stdout.write(`    ${what}\n`);
  }
  if (json !== undefined) await writeFile(json, JSON.stringify(outcomes, null, 2));
  return outcomes.every(({ broken }) => broken.length === 0) ? 0 : 1;
}

await run('chaos', main);
