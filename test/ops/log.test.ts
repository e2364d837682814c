import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { cover } from '../../src/ops/redact.js';

const LOG = fileURLToPath(new URL('../../src/ops/log.js', import.meta.url));

/** The lines that a program writes with the log it is given. */
function lines(level: string, program: string): Record<string, unknown>[] {
  const source = `import { openLog } from ${JSON.stringify(LOG)}; const log = openLog('${level}', 3); ${program}`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

t.test('log: a line says when, how important, and which worker', async (t) => {
  const [line] = lines('info', "log.info({ route: '/x' }, 'hello')");
  t.match(line, { level: 'info', worker: 3, pid: Number, route: '/x', msg: 'hello' });
  t.equal(new Date(String(line?.time)).toISOString(), line?.time);
  t.equal(Object.keys(line ?? {}).length, 6, 'and nothing else');
});

t.test('log: what was gathered is written when the process ends, however many lines', async (t) => {
  const written = lines(
    'info',
    'for (let i = 0; i < 20000; i++) log.info({ i }, "x"); process.exit(0)',
  );
  t.same(
    written.map(({ i }) => i),
    Array.from({ length: 20_000 }, (_, i) => i),
  );
});

t.test(
  'log: less important lines than the level are not written, and silent writes none',
  async (t) => {
    t.equal(lines('warn', "log.info('x'); log.warn('y'); log.error('z')").length, 2);
    t.equal(lines('silent', "log.error('z')").length, 0);
  },
);

t.test('log: secrets and personal data are covered at any depth', async (t) => {
  const [line] = lines(
    'info',
    `log.error({
      password: 'p1', headers: { Authorization: 'Bearer p2', accept: 'json' },
      login: { deep: [{ email: 'p3@x', accessToken: 'p4', id: 7 }] },
      err: Object.assign(new Error('boom'), { email: 'p5@x', code: 'E1' }),
    }, 'failed')`,
  );
  t.notMatch(JSON.stringify(line), /p[1-5]/);
  t.match(line, {
    password: '[redacted]',
    headers: { accept: 'json' },
    login: { deep: [{ id: 7 }] },
    err: { message: 'boom', code: 'E1', stack: /Error: boom/ },
  });
});

t.test('log: what is covered does not change what is logged about', async (t) => {
  const facts = { email: 'a@x', at: new Date(0), list: [1, null] };
  t.same(cover(facts), { email: '[redacted]', at: new Date(0), list: [1, null] });
  t.equal(facts.email, 'a@x');
});
