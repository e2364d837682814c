/**
 * `npm run chaos -- [--only NAME]… [--ci] [--json FILE]`: plays every fault, and tells what held.
 */
import { writeFile } from 'node:fs/promises';
import { argv, exit, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { FAULTS } from './faults/index.js';
import { type Outcome, play } from './play.js';

const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    only: { type: 'string', multiple: true },
    /** Those that CI plays. */
    ci: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

// Each server of each fault ends with this process.
process.setMaxListeners(0);

function chosen() {
  const { only, ci } = values;
  if (only) return FAULTS.filter(({ name }) => only.includes(name));
  return ci ? FAULTS.filter((fault) => fault.ci) : FAULTS;
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

stdout.write('| fault | | commands | lasted | longest answer | tickets p50 / p99 / most |\n');
stdout.write('|---|---|---|---|---|---|\n');
const outcomes: Outcome[] = [];
for (const fault of chosen()) {
  const outcome = await play(fault).catch((error: Error) => failed(fault.name, error));
  // Only here, since a test that measures time fails on a busy machine.
  const { kitchenP99Ms = Number.POSITIVE_INFINITY } = fault;
  const late = outcome.kitchenMs?.p99 ?? 0;
  if (late > kitchenP99Ms) outcome.broken.push(`1 of 100 tickets took more than ${late} ms`);
  outcomes.push(outcome);
  stdout.write(`${line(outcome)}\n`);
  for (const what of outcome.broken.slice(0, 10)) stdout.write(`    ${what}\n`);
}
if (values.json) await writeFile(values.json, JSON.stringify(outcomes, null, 2));
exit(outcomes.length > 0 && outcomes.every(({ broken }) => broken.length === 0) ? 0 : 1);

function failed(fault: string, error: Error): Outcome {
  const broken = [error.stack ?? error.message];
  const nothing = { evenings: 0, commands: 0, longestAnswerMs: 0, kitchenMs: null, struckMs: 0 };
  return { fault, broken, ...nothing };
}
