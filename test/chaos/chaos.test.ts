import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { FAULTS } from './faults/index.js';
import { late } from './late.js';

const PROGRAM = fileURLToPath(new URL('chaos.js', import.meta.url));

function chaos(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args]);
  return { status, output: String(stdout), errors: String(stderr) };
}

t.test('chaos: --list names every fault, --list --ci those that CI plays', async (t) => {
  const names = ({ output }: { output: string }) => output.match(/^[\w-]+(?=: )/gm);
  t.same(
    names(chaos('--list')),
    FAULTS.map(({ name }) => name),
  );
  t.same(
    names(chaos('--list', '--ci')),
    FAULTS.flatMap(({ ci, name }) => (ci ? name : [])),
  );
});

t.test('chaos: wrong arguments are one line, and --help tells the right ones', async (t) => {
  for (const args of [['--only', 'flood'], ['--onyl', 'box-killed'], ['box-killed'], ['--json']]) {
    const { status, output, errors } = chaos(...args);
    t.same([status, output], [2, '']);
    t.match(errors, /^chaos: [^\n]+ \(npm run chaos -- --help\)\n$/, args.join(' '));
  }
  t.match(chaos('--help'), { status: 0, output: /^npm run chaos -- /, errors: '' });
});

t.test('chaos: too late is broken, where a limit is set', async (t) => {
  const kitchenMs = { p50: 1, p99: 100, most: 1000 };
  const times = { longestAnswerMs: 2000, kitchenMs };
  t.same(late({ answerWithinMs: 2000, kitchenP99Ms: 100 }, times), []);
  t.same(late({ answerWithinMs: 1999, kitchenP99Ms: 99 }, times), [
    'an answer took 2000 ms, more than 1999',
    '1 of 100 tickets took 100 ms, more than 99',
  ]);
  t.same(late({ answerWithinMs: 2000 }, times), []);
  t.same(late({ answerWithinMs: 2000, kitchenP99Ms: 99 }, { ...times, kitchenMs: null }), []);
});
