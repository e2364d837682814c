import { spawnSync } from 'node:child_process';
import t from 'tap';

const MEMBER = new URL('../../src/cluster/member.js', import.meta.url).href;

/** A primary that has no descriptor left when it forks. */
const POOR = `
import cluster from 'node:cluster';
import { openSync } from 'node:fs';
import { Member } from ${JSON.stringify(MEMBER)};
cluster.setupPrimary({ exec: '/dev/null' });
try {
  for (;;) openSync('/dev/null');
} catch {}
const member = new Member({ number: 1, start: () => ({}), onMessage() {}, onBatch() {} });
process.stdout.write(JSON.stringify([await member.ready, await member.gone, member.state]));
await member.drain(1000);
`;

t.test('member: a worker that cannot be forked is gone, and the primary lives on', async (t) => {
  const run = `ulimit -n 60 && exec "${process.execPath}" --input-type=module -`;
  const { stdout, status } = spawnSync(run, { shell: true, encoding: 'utf8', input: POOR });
  t.equal(status, 0);
  t.match(JSON.parse(stdout), [null, /EMFILE/, 'gone']);
});
