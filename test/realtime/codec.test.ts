import fc from 'fast-check';
import { Packr } from 'msgpackr';
import t from 'tap';
import { KotdError } from '../../src/domain/errors.js';
import {
  CODECS,
  chooseCodec,
  type Codec,
  JSON_CODEC,
  MSGPACK_CODEC,
} from '../../src/realtime/codec.js';
import type { ServerFrame } from '../../src/realtime/frames.js';

const packr = new Packr({ useRecords: false });
const proto = (text: string) => text.includes('__proto__');
const plain = fc
  .jsonValue({ maxDepth: 8 })
  .filter((value) => !proto(JSON.stringify(value)))
  .map((value) => JSON.parse(JSON.stringify(value)));
const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

/** What was decoded, or the code of the refusal. */
function read(codec: Codec, input: Buffer, binary = codec.binary): unknown {
  try {
    return codec.decode(input, binary);
  } catch (error) {
    if (error instanceof KotdError) return error.code;
    throw error;
  }
}

t.test('codec: what any library wrote is read, and both codecs say the same', async (t) => {
  fc.assert(
    fc.property(plain, (value) => {
      const asJson = JSON_CODEC.decode(Buffer.from(JSON.stringify(value)), false);
      const asMsgpack = MSGPACK_CODEC.decode(packr.pack(value), true);
      t.strictSame(asJson, value);
      t.strictSame(asMsgpack, value);
    }),
  );
});

t.test('codec: what leaves is read by any library, without what JSON leaves out', async (t) => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().filter((key) => !proto(key)),
        plain,
      ),
      (data) => {
        const frame = { t: 'ev', seq: 2 ** 40, data: { ...data, absent: undefined } };
        const written = JSON.parse(JSON.stringify(frame));
        const encoded = MSGPACK_CODEC.encode(frame as unknown as ServerFrame);
        t.strictSame(packr.unpack(encoded), written);
        t.strictSame(read(MSGPACK_CODEC, Buffer.from(encoded)), written);
      },
    ),
  );
});

t.test('codec: every width of number, string, array and map is read', async (t) => {
  const table: [hex: string, value: unknown][] = [
    ['7f', 127],
    ['e0', -32],
    ['cc ff', 255],
    ['cd ffff', 65_535],
    ['ce ffffffff', 4_294_967_295],
    ['cf 001fffffffffffff', Number.MAX_SAFE_INTEGER],
    ['d0 80', -128],
    ['d1 8000', -32_768],
    ['d2 80000000', -2_147_483_648],
    ['d3 ffe0000000000001', Number.MIN_SAFE_INTEGER],
    ['ca 3fc00000', 1.5],
    ['cb 3ff8000000000000', 1.5],
    ['c0', null],
    ['c2', false],
    ['c3', true],
    ['a1 61', 'a'],
    ['d9 01 61', 'a'],
    ['da 0001 61', 'a'],
    ['db 00000001 61', 'a'],
    ['91 01', [1]],
    ['dc 0001 01', [1]],
    ['dd 00000001 01', [1]],
    ['81 a161 01', { a: 1 }],
    ['de 0001 a161 01', { a: 1 }],
    ['df 00000001 a161 01', { a: 1 }],
  ];
  for (const [hex, value] of table) t.strictSame(read(MSGPACK_CODEC, bytes(hex)), value, hex);
});

t.test('codec: hostile MessagePack is a malformed frame', async (t) => {
  const table: [name: string, input: Buffer][] = [
    ['nothing', bytes('')],
    ['never used', bytes('c1')],
    ['binary', bytes('c4 01 00')],
    ['extension', bytes('c7 01 05 00')],
    ['timestamp', bytes('d6 ff 00000000')],
    ['record definition of msgpackr', bytes('d4 72 40 92 a161 a162 01 02')],
    ['undefined of msgpackr', bytes('d4 00 00')],
    ['array that says it is longer', bytes('dd ffffffff 01')],
    ['map that says it is longer', bytes('df ffffffff a161 01')],
    ['string that says it is longer', bytes('db ffffffff 61')],
    ['truncated number', bytes('cf 00')],
    ['bytes after the value', bytes('01 01')],
    ['key that is a number', bytes('81 01 01')],
    ['key that is a map', bytes('81 80 01')],
    ['key that names the prototype', bytes('81 a9 5f5f70726f746f5f5f 80')],
    ['not a number', bytes('cb 7ff8000000000000')],
    ['infinity', bytes('ca 7f800000')],
    ['number beyond the safe integers', bytes('cf 0020000000000000')],
    ['not UTF-8', bytes('a1 ff')],
    ['nested 33 deep', Buffer.concat([Buffer.alloc(32, 0x91), bytes('90')])],
    ['nested a million deep', Buffer.alloc(1_000_000, 0x91)],
  ];
  for (const [name, input] of table) t.equal(read(MSGPACK_CODEC, input), 'malformed_frame', name);
});

t.test('codec: hostile JSON is a malformed frame', async (t) => {
  const table: [name: string, text: string][] = [
    ['nothing', ''],
    ['broken', '{"t":'],
    ['two values', '{}{}'],
    ['key that names the prototype', '{"a":{"__proto__":{}}}'],
    ['nested 33 deep', `${'['.repeat(33)}${']'.repeat(33)}`],
    ['nested half a million deep', `${'['.repeat(500_000)}${']'.repeat(500_000)}`],
  ];
  for (const [name, text] of table) {
    t.equal(read(JSON_CODEC, Buffer.from(text)), 'malformed_frame', name);
  }
  t.strictSame(read(JSON_CODEC, Buffer.from(`${'['.repeat(32)}${']'.repeat(32)}`)) !== null, true);
});

t.test('codec: a frame of the other kind of message is a malformed frame', async (t) => {
  for (const codec of CODECS) {
    const input = codec.binary ? packr.pack({}) : Buffer.from('{}');
    t.strictSame(read(codec, input), {});
    t.equal(read(codec, input, !codec.binary), 'malformed_frame');
  }
});

t.test('codec: whatever the bytes, plain data comes out, or a malformed frame', async (t) => {
  const isPlain = (value: unknown): boolean =>
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    Number.isFinite(value) ||
    (Array.isArray(value) && value.every(isPlain)) ||
    (typeof value === 'object' &&
      Object.getPrototypeOf(value) === Object.prototype &&
      Object.values(value).every(isPlain));
  const mutated = fc
    .tuple(plain, fc.nat(), fc.integer({ min: 0, max: 255 }))
    .map(([value, at, byte]) => {
      const packed = Buffer.from(packr.pack(value));
      packed[at % packed.length] = byte;
      return packed;
    });
  const anything = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
  fc.assert(
    fc.property(fc.oneof(mutated, anything), (input) => {
      const value = read(MSGPACK_CODEC, input);
      return value === 'malformed_frame' || isPlain(value);
    }),
    { numRuns: 3_000 },
  );
  t.pass();
});

t.test('codec: the first subprotocol that both know, JSON without any', async (t) => {
  const table: [offered: string, chosen: Codec | undefined][] = [
    ['', JSON_CODEC],
    ['kotd.v1.json', JSON_CODEC],
    ['kotd.v1.msgpack', MSGPACK_CODEC],
    ['kotd.v2.json, kotd.v1.msgpack,kotd.v1.json', MSGPACK_CODEC],
    ['kotd.v2.json', undefined],
    ['toString', undefined],
  ];
  for (const [offered, chosen] of table) t.equal(chooseCodec(offered), chosen, offered);
});
