import { readFile, writeFile } from 'node:fs/promises';
import t from 'tap';
import { settingsTable } from '../src/config/table.js';
import { COLLECTIONS } from '../src/db/collections.js';
import { ERRORS } from '../src/domain/errors.js';
import { PERMISSIONS } from '../src/domain/permissions.js';
import { registry } from '../src/handlers/index.js';
import { CLOSES } from '../src/realtime/closes.js';
import { everyMetric } from './ops/every-metric.js';

/** With KOTD_TEST_WRITE set, the documents are brought up to date instead of compared. */
const WRITE = process.env.KOTD_TEST_WRITE !== undefined;
const { commands, queries } = registry();

function table(head: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const line = (cells: readonly unknown[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const code = (text: string) => `\`${text}\``;

const METRICS = await everyMetric();

const TABLES: Record<string, () => string> = {
  settings: settingsTable,
  errors: () =>
    table(
      ['code', 'status', 'title', 'may succeed later'],
      Object.entries(ERRORS).map(([name, [status, title, retryable]]) => [
        code(name),
        status,
        title,
        retryable ? 'yes' : '',
      ]),
    ),
  closes: () =>
    table(
      ['reason', 'code', 'come back after', 'meaning'],
      Object.entries(CLOSES).map(([name, [number, span, meaning]]) => [
        code(name),
        number,
        span ? `${span[0]} to ${span[1]} ms` : 'not with the same hello',
        meaning,
      ]),
    ),
  permissions: () =>
    table(
      ['permission', 'roles'],
      Object.entries(PERMISSIONS).map(([name, roles]) => [code(name), roles.join(', ')]),
    ),
  routes: () =>
    table(
      ['call', 'socket command', 'permission', 'what it does'],
      [
        ...commands.map((spec) => [
          code(`${spec.method} ${spec.path}`),
          spec.socket ? code(spec.type) : '',
          spec.permission
            ? code(spec.permission)
            : spec.reach === 'public'
              ? 'anybody'
              : 'all roles',
          spec.summary,
        ]),
        ...queries.map((spec) => [
          code(`GET ${spec.path}`),
          '',
          spec.permission ? code(spec.permission) : 'all roles',
          spec.summary,
        ]),
      ],
    ),
  metrics: () =>
    table(
      ['metric', 'type', 'what it says'],
      METRICS.map(({ name, type, help }) => [code(name), type, help]),
    ),
  collections: () =>
    table(
      ['collection', 'belongs to', 'indexes'],
      Object.entries(COLLECTIONS).map(([name, { level, indexes }]) => [
        code(name),
        level,
        Object.keys(indexes).join(', '),
      ]),
    ),
};

for (const [document, names] of [
  ['README.md', ['settings']],
  ['docs/reference.md', ['routes', 'errors', 'closes', 'permissions', 'collections', 'metrics']],
] as const) {
  t.test(`${document}: its tables say what the code says`, async (t) => {
    let text = await readFile(document, 'utf8');
    for (const name of names) {
      const between = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(\n<!-- /${name} -->)`);
      t.match(text, between, `${document} has a place for ${name}`);
      const fresh = text.replace(between, (_, open, close) => `${open}${TABLES[name]?.()}${close}`);
      if (!WRITE) t.equal(text, fresh, name);
      text = fresh;
    }
    if (WRITE) await writeFile(document, text);
  });
}
