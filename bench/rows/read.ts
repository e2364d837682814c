import { createHmac } from 'node:crypto';
import { Kotd } from '../kotd/server.js';
import { getAgain, type Target, wrkMissing } from '../load/wrk.js';
import { Program } from '../program.js';
import type { Contest, Row } from '../row.js';

export const SECRET = 'a-secret-of-the-bench-and-of-nothing-else';

export const cached: Row = {
  name: 'read.cached',
  group: 'reads',
  what: 'GET …/menu (60 items, 32 KB): token, limits, metrics, ETag; limit: bare uWebSockets with the same bytes',
  unit: 'requests/s',
  goals: [
    { against: 'limit', atLeast: 0.85 },
    { against: 'fastify', atLeast: 5 },
  ],
  missing: wrkMissing,
  open: () => openMenu('200 OK', { fastify: 'fastify-read.js', express: 'express-read.js' }),
};

export const notModified: Row = {
  name: 'read.notModified',
  group: 'reads',
  what: 'the same with If-None-Match, so that nothing but headers goes out; limit: bare uWebSockets 304',
  unit: 'requests/s',
  goals: [{ against: 'limit', atLeast: 0.85 }],
  missing: wrkMissing,
  open: () => openMenu('304 Not Modified', { fastify: 'fastify-read.js' }),
};

async function openMenu(status: string, peerFiles: Record<string, string>): Promise<Contest> {
  const kotd = await Kotd.start();
  const url = kotd.at('/menu');
  const { pathname } = new URL(url);
  const headers = await kotd.headers();
  const whole = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' } });
  const menu = await whole.text();
  const conditional = status.startsWith('304');
  if (conditional) headers['if-none-match'] = whole.headers.get('etag') ?? '';
  const answer = await fetch(url, { headers: { ...headers, 'accept-encoding': 'identity' } });
  if (String(answer.status) !== status.slice(0, 3)) throw new Error(`${url}: ${answer.status}`);

  const bare = await Program.start('bare-http.js', {
    ANSWERS: JSON.stringify([
      { path: pathname, status, headers: written(answer), body: conditional ? '' : menu },
    ]),
  });
  const running = [bare];
  const peers: Record<string, Target> = {};
  for (const [name, file] of Object.entries(peerFiles)) {
    const program = await Program.start(file, { MENU: menu, SECRET });
    running.push(program);
    const peerUrl = program.url + pathname;
    const asks: Record<string, string> = { authorization: `Bearer ${token()}` };
    if (conditional) {
      const { headers } = await fetch(peerUrl, { headers: asks });
      asks['if-none-match'] = headers.get('etag') ?? '';
    }
    peers[name] = { url: peerUrl, headers: asks, pids: program.pids };
  }
  const ours = { url, headers, pids: kotd.pids };
  const limit = { url: bare.url + pathname, headers, pids: bare.pids };
  // Every one of them compiles its hot path before it is measured.
  for (const target of [ours, limit, ...Object.values(peers)]) await getAgain(target);
  return {
    ours: () => getAgain(ours),
    limit: () => getAgain(limit),
    peers: Object.fromEntries(
      Object.entries(peers).map(([name, target]) => [name, () => getAgain(target)]),
    ),
    async close() {
      await Promise.all([kotd.stop(), ...running.map((program) => program.stop())]);
    },
  };
}

/** The headers of an answer that its program wrote; the rest uWebSockets adds by itself. */
export function written(answer: Response): [string, string][] {
  const own = new Set(['date', 'uwebsockets', 'content-length', 'connection', 'transfer-encoding']);
  return [...answer.headers].filter(([name]) => !own.has(name));
}

/** A token (RFC 7519, HS256) as the peers check it, for an hour. */
export function token(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'owner', iat: now, exp: now + 3600 })}`;
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;
}
