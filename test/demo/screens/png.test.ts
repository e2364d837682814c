import { deflateSync, inflateSync } from 'node:zlib';
import t from 'tap';
import { inFewColours } from '../../../demo/screens/png.js';

type Colour = readonly [red: number, green: number, blue: number];

function chunk(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  // Nobody here looks at the checksum.
  return Buffer.concat([length, Buffer.from(type, 'latin1'), body, Buffer.alloc(4)]);
}

/** A picture as browsers write it. @param filters how each row is foretold, by the numbers of PNG */
function pngOf(rows: readonly (readonly Colour[])[], filters: readonly number[]): Buffer {
  const width = rows[0]?.length ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(rows.length, 4);
  head.set([8, 2], 8);
  const plain = rows.map((row) => row.flat());
  const body = plain.flatMap((row, y) => {
    const at = (line: number, x: number) => (x < 0 ? 0 : (plain[line]?.[x] ?? 0));
    const foretold = (x: number) => {
      const [left, above, aslant] = [at(y, x - 3), at(y - 1, x), at(y - 1, x - 3)];
      const sum = left + above - aslant;
      const nearest = [left, above, aslant].reduce((a, b) =>
        Math.abs(sum - b) < Math.abs(sum - a) ? b : a,
      );
      return [0, left, above, Math.floor((left + above) / 2), nearest][filters[y] ?? 0] ?? 0;
    };
    return [filters[y] ?? 0, ...row.map((value, x) => (value - foretold(x)) & 255)];
  });
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(body))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

/** The colours of a picture that has a palette. */
function coloursOf(png: Buffer, width: number): Colour[][] {
  const chunks = chunksOf(png);
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  return Array.from({ length: rows.length / (width + 1) }, (_, y) => {
    const places = [...rows.subarray(y * (width + 1) + 1, (y + 1) * (width + 1))];
    return places.map((place) => {
      const [red = 0, green = 0, blue = 0] = palette.subarray(place * 3, place * 3 + 3);
      return [red, green, blue];
    });
  });
}

t.test('png: a picture of few colours stays as it is, however its rows are written', async (t) => {
  const rows = Array.from({ length: 5 }, (_, y) =>
    Array.from({ length: 7 }, (_, x): Colour => [x * 36, 255 - y * 50, (x * y * 9) & 255]),
  );
  t.same(coloursOf(inFewColours(pngOf(rows, [0, 1, 2, 3, 4])), 7), rows);
});

t.test('png: of too many colours each becomes a near one', async (t) => {
  const rows = Array.from({ length: 40 }, (_, y) =>
    Array.from({ length: 40 }, (_, x): Colour => [x * 6, y * 6, 128]),
  );
  const few = inFewColours(pngOf(rows, new Array(40).fill(4)));
  t.equal(chunksOf(few).get('PLTE')?.length, 256 * 3);
  const off = coloursOf(few, 40).flatMap((row, y) =>
    row.map(([red, green], x) => Math.hypot(red - x * 6, green - y * 6)),
  );
  t.ok(Math.max(...off) < 20, `at most ${Math.max(...off)} of 255 off`);
});
