// Reads a TAP report and prints the one line that CI reads: "N passed, N failed" (", N skipped").
import { readFileSync } from 'node:fs';

const report = readFileSync(process.argv[2], 'utf8');
const total = /^# (\{ total: .*\})$/m.exec(report)?.[1] ?? '';
const count = (name) => Number(new RegExp(`${name}: (\\d+)`).exec(total)?.[1] ?? 0);
const skipped = count('skip') + count('todo');
const failed = total === '' ? 1 : count('fail');
console.log(
  `${count('pass')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
