import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import * as core from '../../client/index.js';
import * as node from '../../client/node.js';
import { Kotd } from '../kotd.js';
import { bundled } from './bundle.js';
import { codeBelow } from './guide.js';

t.test('guide: the quick start of Node does what it says', async (t) => {
  const kotd = await Kotd.start({ KOTD_DEMO: '1' });
  t.teardown(() => kotd.remove());
  const code = await codeBelow('Quick start: Node');
  t.match(code, 'kotd/client');
  const folder = t.testdir();
  const file = join(folder, 'quick-start.mjs');
  // What a newcomer imports is the package; here it is what was compiled with this test.
  const entry = new URL('../../client/node.js', import.meta.url).href;
  const here = code
    .replace("'kotd/client'", JSON.stringify(entry))
    .replace('http://127.0.0.1:8080', kotd.url)
    .replace('./till-1', join(folder, 'till'));
  await writeFile(file, here);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  t.equal(stderr, '');
  t.equal(status, 0);
  t.match(stdout, /orders, [1-9]\d* not confirmed/);
  t.match(stdout, /offline: false, currentTo: '2\d{3}-/);
});

t.test('guide: both entries have all of the core, and the same call to begin with', async (t) => {
  const names = Object.keys(core);
  t.ok(names.includes('Device') && names.includes('ProblemError'));
  for (const name of [...names, 'openDevice']) t.ok(name in node, `Node has ${name}`);
  const [entry] = await bundled();
  const [, exported = ''] = /export\s*\{([^}]*)\}\s*;?\s*$/.exec(entry?.code ?? '') ?? [];
  const browser = exported.split(',').map((one) => one.split(' as ').at(-1)?.trim());
  for (const name of [...names, 'openDevice'])
    t.ok(browser.includes(name), `browsers have ${name}`);
});
