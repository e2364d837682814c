import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Of a pixel as browsers write it: red, green, blue. */
const BYTES = 3;
const COLOURS = 256;

interface Picture {
  width: number;
  height: number;
  /** One after the other, row by row. */
  pixels: Buffer;
}

/**
 * The same picture in 256 colours, at a third of its bytes. A page is drawn in a few dozen; the rest are shades of
 * the edges of letters, and nobody sees which of two neighbours such a shade becomes.
 * @param png 8 bits a channel, no alpha, not interlaced
 */
export function inFewColours(png: Buffer): Buffer {
  const { width, height, pixels } = decoded(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += BYTES) {
    const colour = pixels.readUIntBE(at, BYTES);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const { palette, nearest } = fewOf(counts);
  const rows = Buffer.alloc(height * (width + 1));
  for (let at = 0; at < width * height; at++) {
    const place = at + Math.floor(at / width) + 1;
    rows[place] = nearest.get(pixels.readUIntBE(at * BYTES, BYTES)) ?? 0;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // 8 bits that are a place in the palette.
  head.set([8, 3], 8);
  const colours = Buffer.alloc(palette.length * BYTES);
  for (const [at, colour] of palette.entries()) colours.writeUIntBE(colour, at * BYTES, BYTES);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** One by one the colour that what is chosen so far serves worst, counted over the pixels that have it. */
function fewOf(counts: ReadonlyMap<number, number>) {
  const palette: number[] = [];
  const nearest = new Map<number, number>();
  // As far as two colours can be from each other, and a little further: the first choice is what there is most of.
  const off = new Map([...counts.keys()].map((colour) => [colour, between(0, 0xff_ff_ff) + 1]));
  const harm = (colour: number) => (counts.get(colour) ?? 0) * (off.get(colour) ?? 0);
  while (palette.length < Math.min(COLOURS, counts.size)) {
    const worst = [...counts.keys()].reduce((a, b) => (harm(b) > harm(a) ? b : a));
    for (const colour of counts.keys()) {
      const distance = between(colour, worst);
      if (distance >= (off.get(colour) ?? 0)) continue;
      off.set(colour, distance);
      nearest.set(colour, palette.length);
    }
    palette.push(worst);
  }
  return { palette, nearest };
}

function between(a: number, b: number): number {
  const channel = (shift: number) => ((a >> shift) & 255) - ((b >> shift) & 255);
  return channel(16) ** 2 + channel(8) ** 2 + channel(0) ** 2;
}

function decoded(png: Buffer): Picture {
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  return { width, height, pixels: unfiltered(inflateSync(Buffer.concat(data)), width, height) };
}

/** Each row begins with how its bytes were foretold from those to the left and above; they hold the difference. */
function unfiltered(rows: Buffer, width: number, height: number): Buffer {
  const length = width * BYTES;
  const pixels = Buffer.alloc(height * length);
  for (let y = 0; y < height; y++) {
    const foretell = FORETOLD[rows[y * (length + 1)] ?? 0] ?? none;
    for (let x = 0; x < length; x++) {
      const at = y * length + x;
      const left = x < BYTES ? 0 : (pixels[at - BYTES] ?? 0);
      const above = y === 0 ? 0 : (pixels[at - length] ?? 0);
      const aslant = x < BYTES || y === 0 ? 0 : (pixels[at - length - BYTES] ?? 0);
      pixels[at] = (rows[at + y + 1] ?? 0) + foretell(left, above, aslant);
    }
  }
  return pixels;
}

type Foretell = (left: number, above: number, aslant: number) => number;
const none: Foretell = () => 0;

/** By the number of the filter, as PNG has them. */
const FORETOLD: readonly Foretell[] = [
  none,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  (left, above, aslant) => {
    const sum = left + above - aslant;
    const far = (value: number) => Math.abs(sum - value);
    if (far(left) <= far(above) && far(left) <= far(aslant)) return left;
    return far(above) <= far(aslant) ? above : aslant;
  },
];

function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(body.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}
