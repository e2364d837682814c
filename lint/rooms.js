// Holds the imports between the rooms of src/ to the plan: `npm run lint`.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** What each room may import. Files directly in src/ wire the rooms, and may import all. */
const ROOMS = {
  domain: [],
  db: ['domain', 'circuit.js', 'exit-code.js', 'folder.js'],
  cache: ['domain', 'db'],
  handlers: ['domain', 'db', 'cache'],
  limits: ['domain', 'handlers'],
  redis: ['domain', 'cache', 'handlers', 'limits', 'cluster', 'circuit.js'],
  operator: [
    ...['domain', 'db', 'ops', 'config', 'cluster'],
    ...['config.js', 'exit-code.js', 'folder.js', 'version.js'],
  ],
  http: ['domain', 'db', 'cache', 'handlers', 'limits'],
  realtime: ['domain', 'db', 'cache', 'handlers', 'limits'],
  ops: ['domain', 'db', 'handlers'],
  config: [],
  cluster: ['domain', 'limits', 'realtime', 'ops', 'config.js', 'exit-code.js', 'folder.js'],
  demo: ['domain', 'db', 'handlers'],
};

/** The only places that may import a package. */
const PACKAGES = {
  '@sinclair/typebox': ['src/domain/', 'src/handlers/', 'src/http/', 'src/realtime/'],
  lmdb: ['src/db/embedded/'],
  mongodb: ['src/db/mongo/'],
  ioredis: ['src/redis/'],
  opossum: ['src/db/', 'src/redis/'],
  'uWebSockets.js': ['src/http/', 'src/realtime/'],
  msgpackr: ['src/realtime/', 'src/cache/', 'src/redis/'],
  jose: ['src/handlers/auth/'],
  'prom-client': ['src/ops/'],
  pino: ['src/ops/', 'src/http/', 'src/cluster'],
};

/** Stores are reached through their port; only the worker opens one. */
const ADAPTERS = /^src\/db\/(embedded|mongo)\//;

const wrong = [];
const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('src', name));
for (const file of files) {
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
    const why = name.startsWith('.') ? wrongRoom(file, name) : wrongPackage(file, name);
    if (why) wrong.push(`${file}: ${name}: ${why}`);
  }
}
for (const line of wrong) console.error(line);
console.log(`${files.length} files in their rooms, ${wrong.length} wrong imports`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function wrongRoom(file, name) {
  const target = posix.join(posix.dirname(file), name);
  const [, from] = /^src\/([^/]+)\//.exec(file) ?? [];
  const [, to] = /^src\/([^/]+)/.exec(target) ?? [];
  if (to === undefined) return 'outside src/';
  if (from === undefined || from === to) return null;
  if (!ROOMS[from]?.includes(to)) return `${from}/ does not import ${to}`;
  return ADAPTERS.test(target) ? 'a store is reached through its port' : null;
}

function wrongPackage(file, name) {
  if (name.startsWith('node:')) return file.startsWith('src/domain/') ? 'the domain is pure' : null;
  const key = Object.keys(PACKAGES).find((each) => name === each || name.startsWith(`${each}/`));
  if (!key) return 'not a package that src/ uses';
  return PACKAGES[key].some((place) => file.startsWith(place)) ? null : `only in ${PACKAGES[key]}`;
}
