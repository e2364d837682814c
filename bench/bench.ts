import { writeFile } from 'node:fs/promises';
import { readArguments, WrongArguments } from '../fleet/command.js';
import { giveUp } from './contest.js';
import { CORE, pin } from './cores.js';
import { PROFILES, profile } from './profile.js';
import { measure } from './rounds.js';
import type { Result, Row } from './row.js';
import { ROWS } from './rows/index.js';
import { keep } from './results.js';
import { table } from './table.js';

const USAGE = `npm run bench -- [--only NAME[,NAME…]] [--full] [--json FILE] [--list] [--profile NAME]
  --only     rows whose name is, or begins with, one of these
  --full     rows about size go to the sizes of the plan, and rows that are else only named are measured:
             that takes gigabytes, and the backup alone half an hour
  --json     writes the rows there as well
  --list     says what there is, and how long each takes
  --profile  instead of rows: where the time of a worker goes under the load of one of
             ${Object.keys(PROFILES).join(', ')};
             a table, and bench/results/profiles/NAME.svg and .cpuprofile`;

/** A row that takes longer is given up, unless it says that it does; seconds. */
const PATIENCE = 15 * 60;

/** Measures what was asked for; answers the exit code: 1 when a row could not be measured. */
async function main(): Promise<number> {
  const { values } = readArguments({
    options: {
      only: { type: 'string' },
      full: { type: 'boolean', default: false },
      json: { type: 'string' },
      list: { type: 'boolean' },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return say(USAGE);
  const { only, full } = values;
  if (values.list)
    return say(ROWS.map((row) => `${row.name} (${takes(row, full)}): ${row.what}`).join('\n'));
  if (values.profile) {
    pin(process.pid, CORE.load);
    return say(await profile(values.profile));
  }
  const rows = ROWS.filter((row) => (only ? isAsked(row, only) : full || !row.aside));
  if (rows.length === 0)
    throw new WrongArguments(`no row is called ${values.only}; --list names them`);
  pin(process.pid, CORE.load);
  const began = performance.now();
  const inAll = rows.reduce((sum, row) => sum + secondsOf(row, full), 0);
  console.log(`${rows.length} rows, ${asTime(inAll)} in all`);
  const results: Result[] = [];
  let failed = 0;
  for (const row of rows) {
    const missing = row.missing?.();
    if (missing) console.log(`${row.name}: skipped, ${missing}`);
    else {
      try {
        results.push(...(await run(row, full)));
      } catch (error) {
        failed++;
        console.error(`\n${row.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }
  progress('');
  console.log(table(results));
  const took = (performance.now() - began) / 1000;
  console.log(`took ${asTime(took)}`);
  if (!only) console.log(`kept in ${await keep(results, new Date(), took)}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
  return failed > 0 ? 1 : 0;
}

async function run(row: Row, full: boolean): Promise<Result[]> {
  const tell = (what: string) => progress(`${row.name}: ${what}`);
  tell(`starts, takes ${takes(row, full)}`);
  const began = performance.now();
  const seconds = secondsOf(row, full);
  const patience = seconds > PATIENCE ? 2 * seconds : PATIENCE;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    giveUp().catch((error) => console.error(error));
  }, 1000 * patience);
  try {
    const contest = await row.open(full, tell);
    try {
      return await measure(row, contest, (round, of, who) =>
        tell(`round ${round} of ${of}, ${who}`),
      );
    } finally {
      await contest.close();
    }
  } catch (error) {
    throw late ? new Error(`given up after ${asTime(patience)}`) : error;
  } finally {
    clearTimeout(timer);
    tell(`took ${asTime((performance.now() - began) / 1000)}`);
  }
}

function secondsOf({ seconds, fullSeconds }: Row, full: boolean): number {
  return full ? (fullSeconds ?? seconds) : seconds;
}

function takes(row: Row, full: boolean): string {
  return `about ${asTime(secondsOf(row, full))}`;
}

function isAsked({ name }: Row, only: string): boolean {
  return only.split(',').some((asked) => name === asked || name.startsWith(`${asked}.`));
}

/** Such as `45 s`, `9 min`. */
function asTime(seconds: number): string {
  return seconds < 100 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

/** One line that is written over; in a file, a line each. */
function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
  else if (text) console.log(text);
}

// Ends with what is to be done at the exit: what was started is killed, and what was written removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // Last of all: amid a load LMDB waits for its own writer when its process exits, and without end.
    process.once('exit', () => process.kill(process.pid, 'SIGKILL'));
    process.exit(1);
  });
}
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof WrongArguments)) throw error;
  console.error(`bench: ${error.message}\n${USAGE}`);
  process.exitCode = 2;
}
