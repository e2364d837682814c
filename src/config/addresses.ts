import { type Kind, WrongValue } from './kinds.js';

const MONGO = /^mongodb(\+srv)?:\/\/(?:([^?]*)@)?([^/?@]+)\/([^/?]+)(?:\?.*)?$/;
/** What MongoDB takes in the name of a database, on any system. */
const DATABASE = /^[^/\\. "$*<>:|?\0]+$/;
const DATABASE_BYTES = 63;
/** Databases of MongoDB's own. */
const RESERVED = ['admin', 'local', 'config'];

/** `mongodb://host,host/database`, `mongodb+srv://name/database`, or a folder. */
export const storeAddress: Kind<string> = {
  type: '`mongodb://…/database` or a path',
  read(text) {
    if (!/^[a-z+]+:\/\//i.test(text)) return text;
    const [, srv, login, servers = '', database] = MONGO.exec(text) ?? [];
    if (database === undefined) {
      throw new WrongValue('mongodb://servers/database, mongodb+srv://name/database or a folder');
    }
    checkLogin(login);
    if (srv) checkName(servers);
    else for (const server of servers.split(',')) checkServer(server);
    checkDatabase(database);
    return text;
  },
};

/** Whether the store is a MongoDB, not a folder. */
export function isMongo(store: string | null): store is string {
  return store !== null && /^mongodb(\+srv)?:\/\//.test(store);
}

const REDIS = /^rediss?(?:\+(sentinel|cluster))?:\/\/(?:([^/]*)@)?([^/@]+)(?:\/([^/?]+))?\/?$/;

/** `redis://…`, `redis+sentinel://…/name`, `redis+cluster://…`, each also with TLS: `rediss`. */
export const redisAddress: Kind<string> = {
  type: 'address of Redis',
  read(text) {
    const [, mode = 'single', login, servers = '', path] = REDIS.exec(text) ?? [];
    if (!fitsMode(mode, servers, path)) {
      throw new WrongValue(
        'redis://host:port/db, redis+sentinel://host:port,host:port/name or redis+cluster://host:port,host:port',
      );
    }
    checkLogin(login);
    for (const server of servers.split(',')) checkServer(server);
    return text;
  },
};

function fitsMode(mode: string, servers: string, path: string | undefined): boolean {
  if (mode === 'sentinel') return path !== undefined;
  if (mode === 'cluster') return servers !== '' && path === undefined;
  return servers !== '' && !servers.includes(',') && (path === undefined || /^\d+$/.test(path));
}

/** It holds a password, so it is not repeated. */
function checkLogin(login = ''): void {
  if (!/[@/]/.test(login) && decoded(login) !== null) return;
  throw new WrongValue('an address with user and password percent-encoded');
}

function checkServer(server: string): void {
  // A unix socket, which only MongoDB takes.
  if (/^%2f.*\.sock$/i.test(server)) return;
  const url = `tcp://${server.trim()}`;
  if (URL.canParse(url)) {
    const { hostname, port } = new URL(url);
    if (hostname !== '' && port !== '0') return;
  }
  throw new WrongValue(`an address of servers like host:port, port 1 to 65,535, not "${server}"`);
}

function checkName(name: string): void {
  if (!/[,:\s]/.test(name)) return;
  throw new WrongValue(`an address with one name and no port behind mongodb+srv://, not "${name}"`);
}

function checkDatabase(text: string): void {
  const name = decoded(text) ?? '';
  if (RESERVED.includes(name.toLowerCase())) {
    throw new WrongValue(`an address with a database of kotd's own: ${name} is MongoDB's`);
  }
  if (DATABASE.test(name) && Buffer.byteLength(name) <= DATABASE_BYTES) return;
  throw new WrongValue(
    `an address whose database has at most ${DATABASE_BYTES} bytes without spaces and /\\."$*<>:|?, not "${text}"`,
  );
}

/** Null when it is not percent-encoded as it should be. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
