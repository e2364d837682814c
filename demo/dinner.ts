import { writeFile } from 'node:fs/promises';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { type Evening, evening } from './evening.js';
import { House } from './house.js';
import { Servers } from './servers.js';

const { KOTD_HOST = '127.0.0.1', KOTD_PORT = '8080' } = env;
const { values } = parseArgs({
  args: argv.slice(2),
  options: {
    /** Unless given, where kotd listens with the settings of this shell; several, for several boxes. */
    server: { type: 'string', multiple: true, default: [`http://${KOTD_HOST}:${KOTD_PORT}`] },
    /** 1 takes about half a minute; 0 goes as fast as the server answers. */
    pace: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    /** A file to write the ids of acknowledged commands to, as JSON. */
    acknowledged: { type: 'string' },
  },
});

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

try {
  const house = new House(new Servers(values.server));
  await house.open();
  const played = await evening(
    house,
    Number(values.seed),
    Number(values.pace),
    stdout.isTTY ? 'picture' : 'lines',
  );
  report(played);
  if (values.acknowledged) {
    const { organization } = house;
    await writeFile(
      values.acknowledged,
      JSON.stringify({ organization, ids: played.acknowledged }),
    );
  }
  exit(played.findings.every(({ holds }) => holds) ? 0 : 1);
} catch (error) {
  // fetch throws a TypeError when nobody answers.
  const unreachable = `No answer from ${values.server.join(' and ')}. Is kotd running (npm start)? Elsewhere: npm run demo -- --server URL`;
  stderr.write(`${error instanceof TypeError ? unreachable : (error as Error).message}\n`);
  exit(1);
}
