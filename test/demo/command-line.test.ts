import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readCommandLine } from '../../demo/command-line.js';

const DINNER = fileURLToPath(new URL('../../demo/dinner.js', import.meta.url));
const HERE = 'http://127.0.0.1:8080';

function demo(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DINNER, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

t.test('demo: --help says in one line what it takes', async (t) => {
  for (const help of ['--help', '-h']) {
    t.match(demo(help), { status: 0, stdout: /^[^\n]*npm run demo -- \[[^\n]*\n$/, stderr: '' });
  }
});

t.test('demo: what it does not take is told in one line with the usage', async (t) => {
  for (const args of [
    ['--bogus'],
    ['dinner'],
    ['--server'],
    ['--server', '--pace=1'],
    ['--server', '127.0.0.1:8080'],
    ['--pace', 'quick'],
    ['--pace=-1'],
    ['--seed', 'x'],
  ]) {
    t.match(
      demo(...args),
      { status: 2, stdout: '', stderr: /^demo: [^\n]*\. Usage: npm run demo -- [^\n]*\n$/ },
      args.join(' '),
    );
  }
});

t.test('demo: what it takes', async (t) => {
  t.same(readCommandLine([], HERE), { servers: [HERE], pace: 1, seed: 1, acknowledged: null });
  const args = ['--server', 'http://a', '--server=https://b', '--pace=0.35', '--seed', '7'];
  t.same(readCommandLine([...args, '--acknowledged', 'x.json'], HERE), {
    servers: ['http://a', 'https://b'],
    pace: 0.35,
    seed: 7,
    acknowledged: 'x.json',
  });
});
