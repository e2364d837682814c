import t from 'tap';
import { dialectOf } from '../../bench/load/dialect.js';
import { percentile, waitsOf } from '../../bench/load/spread.js';
import { FrameReader, frameOf, OPCODE, upgradeOf } from '../../bench/load/wire.js';

/** As a server writes it: not masked. */
function served(payload: string, opcode: number = OPCODE.text): Buffer {
  const masked = frameOf(payload, opcode);
  const head = payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10;
  const plain = Buffer.concat([masked.subarray(0, head), masked.subarray(head + 4)]);
  plain[1] = (plain[1] ?? 0) & 127;
  return plain;
}

function heardOf(keep: number, chunks: readonly Buffer[]): (string | number)[] {
  const heard: (string | number)[] = [];
  const reader = new FrameReader(keep, (_, length, payload) => {
    heard.push(payload === null ? length : payload.toString());
  });
  for (const chunk of chunks) reader.push(chunk);
  return heard;
}

t.test('frames: found whole, however the bytes are cut', async (t) => {
  const texts = ['', 'a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(70_000), 'end'];
  const bytes = Buffer.concat(texts.map((text) => served(text)));
  t.same(heardOf(Number.POSITIVE_INFINITY, [bytes]), texts, 'in one piece');
  for (const size of [1, 3, 127, 4096]) {
    const chunks: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    t.same(heardOf(Number.POSITIVE_INFINITY, chunks), texts, `${size} bytes at a time`);
    const counted = texts.map((text) => (text.length > 200 ? text.length : text));
    t.same(heardOf(200, chunks), counted, `long ones counted, ${size} bytes at a time`);
  }
});

t.test('frames: a client masks with zeros', async (t) => {
  t.equal(frameOf('ab').toString('hex'), '8182000000006162');
  t.equal(frameOf('', OPCODE.pong).toString('hex'), '8a8000000000');
  t.equal(frameOf('x'.repeat(200)).subarray(0, 4).toString('hex'), '81fe00c8');
  t.match(upgradeOf('/ws', 'kotd.v1.json'), /^GET \/ws .*Protocol: kotd\.v1\.json\r\n\r\n$/s);
  t.notMatch(upgradeOf('/', ''), /Protocol:/);
});

t.test('dialects: who is let in, and what answers a command', async (t) => {
  const kotd = dialectOf('kotd', '{"t":"hello"}');
  t.equal(kotd.first, '{"t":"hello"}');
  t.notOk(kotd.letsIn(''));
  t.ok(kotd.letsIn('{"t":"pos","seq":1}'));
  t.equal(kotd.answers('{"t":"ack","id":"x1","result":{}}'), 'x1');
  t.equal(kotd.answers('{"t":"ev","seq":1}'), null);
  t.throws(() => kotd.answers('{"t":"err","id":"x1"}'), 'a refusal fails the row');

  const plain = dialectOf('plain', '?screen');
  t.equal(plain.path, '/?screen');
  t.ok(plain.letsIn(''), 'in as soon as it is open');

  const socketio = dialectOf('socketio', '{"screen":true}');
  t.equal(socketio.replyTo('0{"sid":"a"}'), '40{"screen":true}');
  t.equal(socketio.replyTo('2'), '3');
  t.equal(socketio.replyTo('42["ev",{}]'), null);
  t.ok(socketio.letsIn('40{"sid":"b"}'));
  t.equal(socketio.command('{"id":"x"}'), '420["cmd",{"id":"x"}]');
  t.equal(socketio.command('{"id":"y"}'), '421["cmd",{"id":"y"}]');
  t.equal(socketio.answers('431[{"t":"ack","id":"y","result":{}}]'), 'y');
});

t.test('waits: the next value up from a share', async (t) => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  t.equal(percentile(values, 0.5), 50);
  t.equal(percentile(values, 0.99), 99);
  t.same(waitsOf(values), { count: 100, p50: 50, p99: 99, 'p99.9': 100, most: 100 });
  t.ok(Number.isNaN(waitsOf([]).p50), 'none have none');
});
