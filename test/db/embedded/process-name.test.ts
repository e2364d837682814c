import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { isRunning, nameOfThis, pidIn } from '../../../src/db/embedded/process-name.js';

t.test('process name: this process runs, by each of its names', async (t) => {
  const names = [nameOfThis(), nameOfThis()];
  t.not(names[0], names[1]);
  for (const name of names) {
    t.ok(isRunning(name));
    t.equal(pidIn(name), process.pid);
  }
});

t.test('process name: one that has ended does not run', async (t) => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  t.notOk(isRunning(`${child.pid}.1.some`));
  t.notOk(isRunning(`${child.pid}..some`));
});

t.test('process name: one whose number another has by now does not run', async (t) => {
  const [pid, began, id] = nameOfThis().split('.');
  t.notOk(isRunning(`${pid}.${Number(began) - 1}.${id}`));
});

t.test('process name: one that has ended unasked for does not run', async (t) => {
  // The shell becomes a program that asks for no child of it.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.teardown(() => parent.kill('SIGKILL'));
  if (!parent.stdout) throw new Error('It has no output');
  const [line] = await once(parent.stdout, 'data');
  const name = `${Number(String(line))}.1.some`;
  while (isRunning(name)) await new Promise(setImmediate);
  t.notOk(isRunning(name));
});
