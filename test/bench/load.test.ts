import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import t from 'tap';
import { AnswerReader } from '../../bench/load/answer-reader.js';
import { rateOf } from '../../bench/load/autocannon.js';
import { OpenLoop } from '../../bench/load/open-loop.js';

const ANSWERS = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello' +
    'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n' +
    'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 4\r\n\r\n\r\n\r\n',
);

t.test('answer reader: finds each answer, wherever the bytes are cut', async (t) => {
  for (let size = 1; size <= ANSWERS.length; size++) {
    const seen: number[] = [];
    const reader = new AnswerReader((status) => seen.push(status));
    for (let at = 0; at < ANSWERS.length; at += size) reader.take(ANSWERS.subarray(at, at + size));
    t.same(seen, [200, 304, 503], `in parts of ${size}`);
  }
});

t.test('autocannon: a rate is of good answers alone, and an error is none', async (t) => {
  const said = { duration: 2, '2xx': 100, non2xx: 0, errors: 0, timeouts: 0 };
  t.equal(rateOf('x', said), 50);
  t.throws(() => rateOf('x', { ...said, non2xx: 1 }), /100 answers, 1 refusals/);
  t.throws(() => rateOf('x', { ...said, '2xx': 0 }));
});

t.test('open loop: a wait begins when the request was due, also behind a slow one', async (t) => {
  const server = createServer((_, response) => setTimeout(() => response.end('ok'), 50));
  const loop = await OpenLoop.open(await portOf(server), 1);
  t.teardown(() => Promise.all([loop.stop(), server.close()]));
  const { waits, failed } = await loop.run([0, 0, 0], () => GET);
  t.equal(failed, 0);
  t.equal(waits.length, 3);
  t.ok((waits[2] ?? 0) > 140, 'the third waited for the two before it');
});

t.test('open loop: refusals and connections that break are failures', async (t) => {
  let asked = 0;
  const server = createServer((request, response) => {
    if (++asked === 1) response.writeHead(500).end();
    else if (asked === 2) request.socket.destroy();
    else response.end('ok');
  });
  const loop = await OpenLoop.open(await portOf(server), 1);
  t.teardown(() => Promise.all([loop.stop(), server.close()]));
  const { waits, failed } = await loop.run([0, 0, 0], () => GET);
  t.equal(failed, 2);
  t.equal(waits.length, 1, 'another connection took the place of the broken one');
});

const GET = Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n');

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
