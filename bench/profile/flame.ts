import type { Frame } from './fold.js';
import { roomOf } from './places.js';

const WIDTH = 1400;
const ROW = 17;
const MARGIN = 12;
const TITLE = 34;
/** Narrower frames are left out; px. */
const NARROWEST = 0.7;
/** Of a letter; px. */
const LETTER = 6.4;

/**
 * A flame graph: each frame as wide as its time, and what it called above it. A pointer over a frame names it
 * with its share.
 */
export function flame(title: string, root: Frame): string {
  const scale = (WIDTH - 2 * MARGIN) / root.total;
  const height = TITLE + ROW * deepest(root, scale) + MARGIN;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="20" font-size="14" font-weight="bold">${safe(title)}</text>`,
  ];
  draw(root, MARGIN, 1);
  return [...parts, '</svg>\n'].join('\n');

  function draw({ name, place, total, callees }: Frame, x: number, depth: number): void {
    const width = total * scale;
    if (width < NARROWEST) return;
    const y = height - MARGIN - ROW * depth;
    const label = place === '' || place === name ? name : `${name} ${place}`;
    const share = ((100 * total) / root.total).toFixed(1);
    const room = Math.floor((width - 6) / LETTER);
    const words = label.length <= room ? label : label.slice(0, Math.max(0, room - 1));
    parts.push(
      `<g><title>${safe(label)}: ${share} %</title>` +
        `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${ROW - 1}" rx="1" fill="${colourOf(roomOf(place))}"/>` +
        (words.length > 2
          ? `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${safe(words)}</text></g>`
          : '</g>'),
    );
    let next = x;
    for (const callee of [...callees].sort((a, b) => b.total - a.total)) {
      draw(callee, next, depth + 1);
      next += callee.total * scale;
    }
  }
}

/** Rows of what is wide enough to be seen. */
function deepest({ total, callees }: Frame, scale: number): number {
  if (total * scale < NARROWEST) return 0;
  return 1 + Math.max(0, ...callees.map((callee) => deepest(callee, scale)));
}

/** The same for the same room, in every graph. */
function colourOf(room: string): string {
  let hash = 7;
  for (const letter of room) hash = (hash * 31 + letter.charCodeAt(0)) % 360;
  return room === '' ? '#e4e4e4' : `hsl(${hash} 62% 72%)`;
}

function safe(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
