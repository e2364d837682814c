import { spawnSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import t from 'tap';

const RULES = resolve('deploy/prometheus/kotd-rules.yml');
const skip = spawnSync('promtool', ['--version']).error && 'promtool is not on this machine';

t.test('alerts: every metric of kotd in them is one that kotd has', async (t) => {
  const known = new Set<string>();
  // Those of the box, and of what the backup says of itself.
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const text = await readFile(join('src', file), 'utf8');
    for (const [, name = ''] of text.matchAll(/'(kotd_\w+)'/g)) known.add(name);
  }
  const rules = await readFile(RULES, 'utf8');
  const used = new Set([...rules.matchAll(/\bkotd_\w+/g)].map(([name]) => name));
  t.ok(used.size > 10, `${used.size} metrics`);
  for (const name of used) t.ok(known.has(name.replace(/_bucket$/, '')), name);
});

t.test('alerts: each is explained in docs/operations.md', async (t) => {
  const operations = await readFile('docs/operations.md', 'utf8');
  const rules = await readFile(RULES, 'utf8');
  const alerts = [...rules.matchAll(/alert: (\w+)/g)].map(([, name = '']) => name);
  t.ok(alerts.length > 10);
  for (const alert of alerts) t.ok(operations.includes(`\`${alert}\``), alert);
});

t.test('alerts: a quiet evening raises none, a bad one every one', { skip }, async (t) => {
  const cases = await readFile('test/deploy/kotd-rules.test.yml', 'utf8');
  const file = join(t.testdir(), 'rules.test.yml');
  await writeFile(file, cases.replace('RULES', RULES));
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], {
    encoding: 'utf8',
  });
  t.equal(status, 0, stdout + stderr);
  const rules = await readFile(RULES, 'utf8');
  for (const [, name] of rules.matchAll(/alert: (\w+)/g)) {
    t.ok(cases.includes(`alertname="${name}"`), `${name} is seen to fire`);
  }
});
