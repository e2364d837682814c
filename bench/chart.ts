import type { Group, Result } from './row.js';
import { figure } from './table.js';

const WIDTH = 760;
const LEFT = 250;
const BAR = 16;
const COLOURS = { ours: '#0b7a4b', limit: '#8a8f98', peer: '#c98a2b' } as const;

interface Bar {
  label: string;
  value: number;
  colour: string;
}

/**
 * The rows of a group as bars, each row in its own scale (they differ in unit and by orders of magnitude):
 * the longest bar of a row is as long as there is room.
 */
export function chart(group: Group, results: readonly Result[]): string {
  const parts: string[] = [];
  let y = 34;
  for (const result of results) {
    const bars = barsOf(result);
    const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
    parts.push(text(12, y + 12, `${result.name} (${result.unit})`, 'bold'));
    y += 20;
    for (const { label, value, colour } of bars) {
      const length = Math.max(1, (value / most) * (WIDTH - LEFT - 90));
      parts.push(text(24, y + 12, label));
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${length.toFixed(1)}" height="${BAR - 3}" fill="${colour}"/>`,
      );
      parts.push(text(LEFT + length + 6, y + 11, figure(value)));
      y += BAR;
    }
    y += 12;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>`,
    text(12, 20, `kotd: ${group}`, 'bold'),
    ...parts,
    '</svg>\n',
  ].join('\n');
}

function barsOf({ ours, limit, peers }: Result): Bar[] {
  const bars: Bar[] = [{ label: 'kotd', value: ours, colour: COLOURS.ours }];
  if (limit !== null) bars.push({ label: 'raw limit', value: limit, colour: COLOURS.limit });
  for (const [label, { value }] of Object.entries(peers)) {
    bars.push({ label, value, colour: COLOURS.peer });
  }
  return bars.filter(({ value }) => Number.isFinite(value));
}

function text(x: number, y: number, words: string, weight = 'normal'): string {
  const safe = words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y}" font-weight="${weight}" fill="#1c2026">${safe}</text>`;
}
