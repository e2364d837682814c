// Holds the imports between the rooms of src/, client/ and web/ to the plan: `npm run lint`.
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
  pages: ['domain', 'http'],
  realtime: ['domain', 'db', 'cache', 'handlers', 'limits'],
  ops: ['domain', 'db', 'handlers'],
  config: [],
  cluster: ['domain', 'limits', 'realtime', 'ops', 'config.js', 'exit-code.js', 'folder.js'],
  demo: ['domain', 'db', 'handlers'],
};

/** The same of web/: a page knows no other page. All of it may use client/, and nothing of src/. */
const WEB_ROOMS = {
  words: [],
  state: ['words'],
  ui: ['state', 'words'],
  frame: ['ui', 'state', 'words'],
  entry: ['frame', 'ui', 'state', 'words'],
  start: ['entry', 'frame', 'ui', 'state', 'words'],
  pos: ['entry', 'frame', 'ui', 'state', 'words'],
  kds: ['entry', 'frame', 'ui', 'state', 'words'],
  admin: ['entry', 'frame', 'ui', 'state', 'words'],
};

/** The terminal takes the rules themselves along; of the rest only the types, which leave nothing behind. */
const CLIENT_TAKES = ['domain'];
const CLIENT_TYPES = ['domain', 'handlers', 'realtime'];
const SCHEMAS = /^src\/domain\/shapes\//;

/** The only places that may import a package. */
const PACKAGES = {
  '@sinclair/typebox': [
    ...['src/domain/', 'src/handlers/', 'src/http/', 'src/realtime/'],
    // Types only: its code in a page would cost more than the whole terminal.
    'client/calls.ts',
  ],
  lmdb: ['src/db/embedded/'],
  mongodb: ['src/db/mongo/'],
  ioredis: ['src/redis/'],
  opossum: ['src/db/', 'src/redis/'],
  'uWebSockets.js': ['src/http/', 'src/realtime/'],
  msgpackr: ['src/realtime/', 'src/cache/', 'src/redis/', 'client/msgpack.ts'],
  jose: ['src/handlers/auth/'],
  'prom-client': ['src/ops/'],
  pino: ['src/ops/', 'src/http/', 'src/cluster'],
  idb: ['client/browser/'],
  ws: ['client/node.ts'],
  preact: ['web/'],
  '@preact/signals': ['web/'],
  vite: ['web/vite.config.ts'],
};

/** What runs in a browser has no Node; what of client/ is for Node says so in its name. */
const NODE = /^(src\/(?!domain\/)|client\/node|web\/vite\.config\.ts)/;
/** Stores are reached through their port; only the worker opens one. */
const ADAPTERS = /^src\/db\/(embedded|mongo)\//;
const IMPORT = /(^import type [^;]*?\sfrom|\sfrom|import\(|^import)\s*'([^'\s]+)'/gm;

const wrong = [];
const files = ['src', 'client', 'web'].flatMap((room) =>
  readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(room, name)),
);
for (const file of files) {
  for (const [, how, name] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    const type = how.startsWith('import type');
    const why = name.startsWith('.') ? wrongRoom(file, name, type) : wrongPackage(file, name);
    if (why) wrong.push(`${file}: ${name}: ${why}`);
  }
}
for (const line of wrong) console.error(line);
console.log(`${files.length} files in their rooms, ${wrong.length} wrong imports`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function wrongRoom(file, name, type) {
  const target = posix.join(posix.dirname(file), name);
  const [top, from] = partsOf(file);
  const [targetTop, to] = partsOf(target);
  if (top === 'web') return wrongInWeb(from, targetTop, to);
  if (top === 'client') {
    if (targetTop === 'client') return null;
    const may = type ? CLIENT_TYPES : CLIENT_TAKES;
    if (!type && SCHEMAS.test(target)) return 'a schema takes TypeBox along';
    return targetTop === 'src' && may.includes(to) ? null : `client/ takes ${may} of src/`;
  }
  if (targetTop !== 'src') return 'outside src/';
  if (from === undefined || from === to) return null;
  if (!ROOMS[from]?.includes(to)) return `${from}/ does not import ${to}`;
  return ADAPTERS.test(target) ? 'a store is reached through its port' : null;
}

function wrongInWeb(from, targetTop, to) {
  if (targetTop === 'client') return null;
  if (targetTop !== 'web') return 'web/ stands on client/ alone';
  if (from === undefined || from === to || WEB_ROOMS[from]?.includes(to)) return null;
  return `${from}/ does not import ${to}`;
}

/** `src/db/store.ts` is in `src`, in `db`; files directly in a room of the tree are in no room below it. */
function partsOf(path) {
  const [top, room, ...rest] = path.split('/');
  if (top !== 'src' && rest.length === 0) return [top, undefined];
  return [top, rest.length === 0 && path.endsWith('.ts') ? undefined : room];
}

function wrongPackage(file, name) {
  if (name.startsWith('node:')) return NODE.test(file) ? null : 'there is no Node where it runs';
  const key = Object.keys(PACKAGES).find((each) => name === each || name.startsWith(`${each}/`));
  if (!key) return 'not a package that is used here';
  return PACKAGES[key].some((place) => file.startsWith(place)) ? null : `only in ${PACKAGES[key]}`;
}
