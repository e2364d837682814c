import { writeFile } from 'node:fs/promises';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { readCommandLine, USAGE, type Wishes, WrongCommandLine } from './command-line.js';
import { type Evening, evening } from './evening.js';
import { House } from './house.js';
import { Servers } from './servers.js';

function report({ findings, acknowledged, seconds, kitchenMs }: Evening): void {
  const at = (part: number) => kitchenMs[Math.floor(part * (kitchenMs.length - 1))] ?? 0;
  stdout.write(`\n${acknowledged.length} commands acknowledged in ${seconds.toFixed(1)} s\n`);
  stdout.write(
    `${kitchenMs.length} tickets on the kitchen screens: half within ${at(0.5)} ms, the last within ${at(1)} ms\n`,
  );
  for (const { what, holds, detail } of findings) {
    stdout.write(`  ${holds ? 'holds ' : 'BROKEN'}  ${what}: ${detail}\n`);
  }
}

/** Answers the exit code. */
async function play({ servers, seed, pace, acknowledged }: Wishes): Promise<number> {
  const house = new House(new Servers(servers));
  await house.open();
  const played = await evening(house, seed, pace, stdout.isTTY ? 'picture' : 'lines');
  report(played);
  if (acknowledged !== null) {
    const { organization } = house;
    await writeFile(acknowledged, JSON.stringify({ organization, ids: played.acknowledged }));
  }
  return played.findings.every(({ holds }) => holds) ? 0 : 1;
}

/** Null: help was asked for, and given. */
function wishes(): Wishes | null {
  const { KOTD_HOST = '127.0.0.1', KOTD_PORT = '8080' } = env;
  try {
    const read = readCommandLine(argv.slice(2), `http://${KOTD_HOST}:${KOTD_PORT}`);
    if (!read)
      stdout.write(
        `Plays a dinner against a kotd that runs, and checks that it adds up: ${USAGE}\n`,
      );
    return read;
  } catch (error) {
    if (!(error instanceof WrongCommandLine)) throw error;
    stderr.write(`demo: ${error.message}. Usage: ${USAGE}\n`);
    exit(2);
  }
}

const wished = wishes();
try {
  exit(wished ? await play(wished) : 0);
} catch (error) {
  // fetch throws a TypeError when nobody answers.
  const unreachable = `No answer from ${wished?.servers.join(' and ')}. Is kotd running (npm start)? Elsewhere: npm run demo -- --server URL`;
  stderr.write(`${error instanceof TypeError ? unreachable : (error as Error).message}\n`);
  exit(1);
}
