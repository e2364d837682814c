import { readFile } from 'node:fs/promises';
import t from 'tap';
import { SETTINGS, settingsTable } from '../../src/config/table.js';

t.test('config: the README has the table of settings as the code has it', async (t) => {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  t.ok(readme.includes(settingsTable()), `the README must contain:\n${settingsTable()}`);
});

t.test('config: the table has one row for each setting, and each says what it is', async (t) => {
  const [, , ...rows] = settingsTable().split('\n');
  t.equal(rows.length, Object.keys(SETTINGS).length);
  for (const row of rows) {
    const cells = row.split('|').map((cell) => cell.trim());
    t.equal(cells.length, 7, row);
    const [, name, value, preset, , meaning] = cells;
    t.ok(name && value && preset && meaning, row);
  }
});
