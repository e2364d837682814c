import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { isAlive } from '../../fleet/process.js';
import { newFolder } from '../new-folder.js';
import { Standin } from './standin.js';

const PROGRAM = fileURLToPath(new URL('standin-server.js', import.meta.url));

/** Runs a program in a terminal of its own and types Ctrl-C when it says it is ready; exits like it did. */
const TYPIST = `
import os, pty, sys, time
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
seen = b''
while b'Can hold' not in seen:
    seen += os.read(terminal, 4096)
if sys.argv[1] == 'type':
    os.write(terminal, b'\\x03')
else:
    os.close(terminal)
while sys.argv[1] == 'type':
    try:
        if not os.read(terminal, 4096): break
    except OSError:
        break
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`stop: ${signal} lets requests under way finish, then exits 0`, async (t) => {
    const standin = await Standin.start(await newFolder(t));
    const pids = [...(await standin.everyWorker(2)).keys()];
    const slow = Array.from({ length: 8 }, () => standin.ask('/slow?ms=600'));
    // One that is answered after them proves that they have arrived.
    await standin.ask('/pid');
    standin.kill(signal);
    const answers = await Promise.all(slow);
    t.ok(
      answers.every((answer) => pids.includes(Number(answer))),
      'all were answered',
    );
    t.equal(await standin.ended(), 0);
    t.notOk(pids.some(isAlive));
  });
}

t.test('stop: a worker that does not finish is killed when its time is over', async (t) => {
  const standin = await Standin.start(await newFolder(t), {
    KOTD_TEST_DEAF: '1',
    KOTD_DRAIN_MS: '700',
  });
  const pids = [...(await standin.everyWorker(2)).keys()];
  const startedAt = performance.now();
  t.equal(await standin.stop(), 0);
  const took = performance.now() - startedAt;
  t.ok(took >= 690 && took < 5000, `within the limit (${Math.round(took)} ms)`);
  t.notOk(pids.some(isAlive));
});

t.test(
  'stop: a second SIGINT does not wait; one that npm repeats is not a second one',
  async (t) => {
    const standin = await Standin.start(await newFolder(t), {
      KOTD_TEST_DEAF: '1',
      KOTD_DRAIN_MS: '60000',
    });
    const startedAt = performance.now();
    standin.kill('SIGINT');
    standin.kill('SIGINT');
    // The pause is one between presses as the primary hears them.
    await standin.until(() => standin.output.includes('draining'), 'word of the press');
    const heardAt = performance.now();
    await standin.until(() => performance.now() - heardAt > 700, 'pause between two presses');
    t.equal(standin.process.exitCode, null, 'still draining');
    standin.kill('SIGINT');
    t.equal(await standin.ended(), 130);
    t.ok(performance.now() - startedAt < 30_000, 'half of what draining may take');
  },
);

const ENDED_BY_SIGHUP = 255;

for (const [what, how, expected] of [
  ['Ctrl-C in a terminal ends everything with exit code 0', 'type', 0],
  ['a terminal that is closed ends everything, and Node does not abort', 'close', ENDED_BY_SIGHUP],
] as const) {
  t.test(`stop: ${what}`, async (t) => {
    const data = await newFolder(t);
    const { PATH, HOME } = process.env;
    const typist = spawn('python3', ['-c', TYPIST, how, process.execPath, PROGRAM], {
      env: { PATH, HOME, KOTD_DATA: data, KOTD_PORT: '0', KOTD_WORKERS: '2', KOTD_LOG: 'silent' },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    typist.once('error', () => undefined);
    const [code] = await once(typist, 'close');
    if (typist.pid === undefined) return t.comment('no python3 on this machine');
    t.equal(code, expected);
  });
}
