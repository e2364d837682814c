import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { claimFolder } from '../../src/cluster/claim.js';
import { newFolder } from '../new-folder.js';

const CLAIM = fileURLToPath(new URL('../../src/cluster/claim.js', import.meta.url));

/** Claims, says `mine` or `refused`, and lives until it is killed. */
const CLAIMANT = `
import { claimFolder } from ${JSON.stringify(CLAIM)};
try {
  await claimFolder(process.argv[1]);
  console.log('mine');
} catch (error) {
  console.log(error.name === 'StartError' ? 'refused' : error.stack);
}
setInterval(() => undefined, 1000);
`;

class Claimant {
  readonly process: ChildProcess;
  /** What it said. */
  readonly result: Promise<string>;

  constructor(folder: string) {
    this.process = spawn(process.execPath, ['--input-type=module', '-e', CLAIMANT, folder]);
    const { stdout } = this.process;
    this.result = stdout
      ? once(stdout, 'data').then(([text]) => String(text).trim())
      : Promise.reject(new Error('no output'));
  }

  async kill(): Promise<void> {
    const ended = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await ended;
  }
}

t.test(
  'claim: of many that start at once exactly one gets the folder, again and again',
  async (t) => {
    const folder = await newFolder(t);
    for (let round = 1; round <= 3; round++) {
      const claimants = Array.from({ length: 6 }, () => new Claimant(folder));
      const results = await Promise.all(claimants.map(({ result }) => result));
      t.same(results.sort(), ['mine', ...Array.from({ length: 5 }, () => 'refused')]);
      // Nobody tidies up: the next round finds what a kill leaves behind.
      await Promise.all(claimants.map((claimant) => claimant.kill()));
    }
  },
);

t.test(
  'claim: the folder of a killed owner is taken over at once, and what it left is removed',
  async (t) => {
    const folder = await newFolder(t);
    const first = new Claimant(folder);
    t.equal(await first.result, 'mine');
    await t.rejects(claimFolder(folder), {
      name: 'StartError',
      message: /in use by another instance/,
    });
    await first.kill();
    const claim = await claimFolder(folder);
    t.equal(claim.tookOver, true);
    t.equal((await readdir(folder)).length, 1);
    await claim.release();
    t.same(await readdir(folder), []);
    t.equal((await claimFolder(folder)).tookOver, false);
  },
);

t.test('claim: the same folder by another name is the same', async (t) => {
  const folder = await newFolder(t);
  const claim = await claimFolder(folder);
  await t.rejects(claimFolder(join(folder, '..', folder.split('/').at(-1) ?? '')), {
    name: 'StartError',
  });
  await claim.release();
});

t.test(
  'claim: a folder whose path is too long for a socket has its claims elsewhere',
  async (t) => {
    const folder = join(await newFolder(t), 'a'.repeat(120));
    const claim = await claimFolder(folder);
    t.same(await readdir(await realpath(folder)), [], 'not in the folder');
    await t.rejects(claimFolder(folder), { name: 'StartError' });
    await claim.release();
    const again = await claimFolder(folder);
    t.equal(again.tookOver, false);
    await again.release();
  },
);

t.test('claim: other files in the folder do not matter', async (t) => {
  const folder = await newFolder(t);
  await mkdir(join(folder, 'store'));
  const claim = await claimFolder(folder);
  t.equal(claim.tookOver, false);
  await claim.release();
});
