import type { Result } from './row.js';

const HEAD = ['row', 'ours', 'limit', 'ratio', 'peers', 'unit', 'spread', 'bound by', 'goal'];

/** The table as it is printed, and as docs/performance.md shows it. */
export function table(results: readonly Result[]): string {
  const lines = results.map((result) => [
    result.name,
    figure(result.ours),
    result.limit === null ? '-' : figure(result.limit),
    result.ratio === null ? '-' : result.ratio.toFixed(2),
    peersOf(result),
    result.unit,
    `${Math.round(100 * result.spread)} %`,
    result.boundBy,
    result.goals.map(({ text, met }) => `${text} ${met ? 'met' : 'MISSED'}`).join('; ') || '-',
  ]);
  const columns = HEAD.map((head, at) =>
    Math.max(head.length, ...lines.map((line) => line[at]?.length ?? 0)),
  );
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(columns[at] ?? 0)).join(' | ')} |`;
  const rule = `|${columns.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [row(HEAD), rule, ...lines.map(row)].join('\n');
}

function peersOf({ peers }: Result): string {
  const parts = Object.entries(peers).map(
    ([name, { value, ratio }]) => `${name} ${figure(value)} (× ${ratio.toPrecision(3)})`,
  );
  return parts.join(', ') || '-';
}

/** Three digits that mean something, with the thousands apart. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '-';
  if (Math.abs(value) < 100) return String(Number(value.toPrecision(3)));
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2);
  return (Math.round(value / step) * step).toLocaleString('en-US', { maximumFractionDigits: 0 });
}
