import { createHmac } from 'node:crypto';
import { contestOf } from '../contest.js';
import { menuOf, PLAIN } from '../kotd/asks.js';
import { Kotd } from '../kotd/server.js';
import { getAgain, SHORT_ROUNDS, type Target, wrkMissing } from '../load/wrk.js';
import { Program } from '../program.js';
import type { Contest, Measure, Row } from '../row.js';

export const SECRET = 'a-secret-of-the-bench-and-of-nothing-else';

export const cached: Row = {
  name: 'read.cached',
  group: 'reads',
  what: 'GET …/menu (60 items, 32 KB): token, limits, metrics, ETag; limit: bare uWebSockets with the same bytes',
  unit: 'requests/s',
  units: { cpu: 'µs of CPU' },
  rounds: SHORT_ROUNDS,
  seconds: 36,
  goals: [
    { against: 'limit', atLeast: 0.85 },
    { against: 'fastify', atLeast: 5 },
  ],
  missing: wrkMissing,
  open: () => openMenu(false, { fastify: 'fastify-read.js', express: 'express-read.js' }),
};

export const notModified: Row = {
  name: 'read.notModified',
  group: 'reads',
  what: 'the same with If-None-Match, so that nothing but headers goes out; limit: bare uWebSockets 304',
  unit: 'requests/s',
  units: { cpu: 'µs of CPU' },
  rounds: SHORT_ROUNDS,
  seconds: 28,
  goals: [{ against: 'limit', atLeast: 0.85 }],
  missing: wrkMissing,
  open: () => openMenu(true, { fastify: 'fastify-read.js' }),
};

function openMenu(known: boolean, peerFiles: Record<string, string>): Promise<Contest> {
  return contestOf(async (keep) => {
    const kotd = keep(await Kotd.start());
    const ours = await menuOf(kotd, known);
    const { url, headers } = ours;
    const { pathname } = new URL(url);
    const whole = await (await fetch(kotd.at('/menu'), { headers: await kotd.headers() })).text();
    const answer = await fetch(url, { headers: { ...headers, ...PLAIN } });
    const body = await answer.text();
    const status = known ? '304 Not Modified' : '200 OK';
    const ANSWERS = JSON.stringify([{ path: pathname, status, headers: written(answer), body }]);
    const bare = keep(await Program.start('bare-http.js', { ANSWERS }));

    // Every one of them compiles its hot path before it is measured.
    const warm = async (target: Target): Promise<Measure> => {
      await getAgain(target);
      return () => getAgain(target);
    };
    const peers: Record<string, Measure> = {};
    for (const [name, file] of Object.entries(peerFiles)) {
      const program = keep(await Program.start(file, { MENU: whole, SECRET }));
      const peer = { url: program.url + pathname, pids: program.pids };
      const asks: Record<string, string> = { authorization: `Bearer ${token()}` };
      if (known) {
        const told = await fetch(peer.url, { headers: asks });
        asks['if-none-match'] = told.headers.get('etag') ?? '';
      }
      peers[name] = await warm({ ...peer, headers: asks });
    }
    const limit = { url: bare.url + pathname, headers, pids: bare.pids };
    return { ours: await warm(ours), limit: await warm(limit), peers };
  });
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
