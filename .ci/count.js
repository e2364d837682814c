// Reads a TAP report and prints what failed, then the one line that CI reads: "N passed, N failed" (", N skipped").
import { readFileSync } from 'node:fs';

const report = readFileSync(process.argv[2], 'utf8');
const total = /^# (\{ total: .*\})$/m.exec(report)?.[1] ?? '';
const count = (name) => Number(new RegExp(`${name}: (\\d+)`).exec(total)?.[1] ?? 0);
const skipped = count('skip') + count('todo');
const failed = total === '' ? 1 : count('fail');
// Once more at the end: whoever keeps only the last lines of a run must find the failures in them.
const lines = report.split('\n');
for (const [i, line] of lines.entries()) {
  if (/^ *not ok /.test(line)) console.log(lines.slice(i, endOf(i)).join('\n').slice(0, 2_000));
}
console.log(
  `${count('pass')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);

/** Behind what is said of a failure: its stack, and how it differs from what was expected. */
function endOf(start) {
  if (lines[start + 1]?.trim() !== '---') return start + 1;
  const end = lines.findIndex((line, at) => at > start && line.trim() === '...');
  return end < 0 ? lines.length : end + 1;
}
