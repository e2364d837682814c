import { existsSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { kotd } from './run.js';

t.test('a mistyped data folder is no empty store: backup and export refuse it', async (t) => {
  const data = join(t.testdir(), 'typo');
  for (const args of [
    ['backup', '--into', join(t.testdirName, 'backups')],
    ['export', '--all', '--out', join(t.testdirName, 'all.gz')],
  ]) {
    const { code, err } = await kotd(args, { KOTD_DATA: data });
    t.equal(code, 1, args.join(' '));
    t.match(err, /^kotd \w+: there is no store in .*typo/);
    t.notOk(existsSync(data), 'and none is made');
  }
});
