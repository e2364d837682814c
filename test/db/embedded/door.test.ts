import { execFileSync } from 'node:child_process';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { Door } from '../../../src/db/embedded/door.js';
import { nameOfThis } from '../../../src/db/embedded/process-name.js';

const RING = Buffer.from('rung now');

const HASTY = { openerMs: 20, committerMs: 20 };
const NO_LIMITS = process.platform === 'linux' ? false : 'needs prlimit of Linux';

/** Does the work while no file takes a byte, as on a disk that fails. */
function unwritten(work: () => void): void {
  // The soft limit alone: the hard one could not be lifted again.
  const limit = (bytes: string) =>
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--fsize=${bytes}:`]);
  limit('0');
  try {
    work();
  } finally {
    limit('unlimited');
  }
}

/** As a tree commits. */
async function commit<T>(door: Door, work: () => Promise<T>): Promise<T> {
  while (!door.enter()) await door.nobodyOpens();
  try {
    return await work();
  } finally {
    door.leave();
  }
}

t.test(
  'door: who opens waits for those inside, and those who come meanwhile wait for it',
  async (t) => {
    const folder = t.testdir();
    const [one, two, opener] = [
      await Door.of(folder),
      await Door.of(folder),
      await Door.of(folder),
    ];
    const log: string[] = [];
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = commit(one, () => ended).then(() => log.push('committed'));
    const opened = opener.open(() => log.push('opened'));
    const later = [one, two].map((door) => commit(door, async () => log.push('later')));
    end();
    await Promise.all([first, opened, ...later]);
    t.same(log, ['committed', 'opened', 'later', 'later']);
    for (const door of [one, two, opener]) door.remove();
    t.same(await readdir(join(folder, 'door')), ['bell'], 'who goes leaves nothing');
  },
);

t.test('door: those inside do not wait for one another, nor do those who open', async (t) => {
  const folder = t.testdir();
  const doors = [await Door.of(folder), await Door.of(folder)];
  let inside = 0;
  const meet = async () => {
    inside++;
    while (inside < doors.length) await new Promise(setImmediate);
  };
  await Promise.all(doors.map((door) => commit(door, meet)));
  await Promise.all(doors.map((door) => door.open(() => {})));
  await Promise.all(doors.map((door) => commit(door, async () => {})));
  for (const door of doors) door.remove();
});

t.test('door: it is let go of by work that fails', async (t) => {
  const folder = t.testdir();
  const [one, two] = [await Door.of(folder), await Door.of(folder)];
  t.teardown(() => [one, two].map((door) => door.remove()));
  await t.rejects(
    commit(one, () => Promise.reject(new Error('full'))),
    { message: 'full' },
  );
  const broken = () => {
    throw new Error('no store');
  };
  await t.rejects(two.open(broken), { message: 'no store' });
  t.equal(await commit(one, async () => 'done'), 'done');
});

t.test('door: what a killed process was at holds nobody', async (t) => {
  const folder = t.testdir();
  const door = await Door.of(folder);
  t.teardown(() => door.remove());
  const place = join(folder, 'door');
  const [pid, , id] = nameOfThis().split('.');
  // Its number was given to another process, to this one, since.
  for (const state of ['i', 'o']) {
    await writeFile(join(place, `${pid}.1.${id}`), state);
    await writeFile(join(place, 'bell'), RING);
    t.equal(await commit(door, async () => 'in'), 'in');
    t.equal(await door.open(() => 'open'), 'open');
    t.equal((await readdir(place)).length, 2, 'and it is tidied away');
  }
});

t.test('door: nobody waits for ever', async (t) => {
  const folder = t.testdir();
  const door = await Door.of(folder, HASTY);
  t.teardown(() => door.remove());
  const place = join(folder, 'door');
  const other = join(place, nameOfThis());
  await writeFile(other, 'i');
  await t.rejects(
    door.open(() => {}),
    { message: `process ${process.pid} does not come to the end of a commit` },
  );
  await writeFile(other, 'o');
  await writeFile(join(place, 'bell'), RING);
  await t.rejects(
    commit(door, async () => {}),
    { code: 'store_unavailable' },
  );
});

t.test('door: of a store that was removed holds nobody', async (t) => {
  const folder = t.testdir();
  const [one, other] = [await Door.of(folder), await Door.of(folder)];
  await other.open(() => {});
  await rm(join(folder, 'door'), { recursive: true });
  t.equal(await commit(one, async () => 'in'), 'in');
  for (const door of [one, other]) door.remove();
});

t.test('door: who could not look around is not inside', async (t) => {
  const folder = t.testdir();
  const [one, opener] = [await Door.of(folder), await Door.of(folder, HASTY)];
  t.teardown(() => [one, opener].map((door) => door.remove()));
  const place = join(folder, 'door');
  await writeFile(join(place, 'bell'), RING);
  await rename(place, join(folder, 'away'));
  await writeFile(place, 'no folder');
  t.throws(() => one.enter(), { code: 'ENOTDIR' });
  await rm(place);
  await rename(join(folder, 'away'), place);
  t.equal(await opener.open(() => 'open'), 'open');
  t.equal(await commit(one, async () => 'in'), 'in');
});

t.test('door: what could not be written', { skip: NO_LIMITS }, async (t) => {
  // Else the limit ends the process.
  process.on('SIGXFSZ', () => {});
  const folder = t.testdir();
  const [one, opener] = [await Door.of(folder), await Door.of(folder, HASTY)];
  t.teardown(() => [one, opener].map((door) => door.remove()));

  await t.test('who cannot say that it is inside is not, and says it the next time', async (t) => {
    t.throws(() => unwritten(() => one.enter()), { code: 'EFBIG' });
    t.ok(one.enter());
    await t.rejects(
      opener.open(() => {}),
      /does not come to the end of a commit/,
    );
  });

  await t.test('who cannot say that it left says it later', async (t) => {
    unwritten(() => one.leave());
    while ((await opener.open(() => 'open').catch(() => 'closed')) !== 'open');
    t.equal(await commit(one, async () => 'in'), 'in');
  });
});
