import { readFile } from 'node:fs/promises';

/** Compiled code lies one folder deeper than the sources. */
const TEMPLATE = new URL('../../deploy/nginx.conf', import.meta.url);
const PLACEHOLDER = /@([A-Z]+)@/g;

/** Walls of one address; what deploy/nginx.conf says of an operator's. */
export interface Walls {
  /** Requests and sockets at the same time. */
  connections: number;
  /** Requests a second. */
  rate: number;
}

export const PRODUCTION_WALLS: Walls = { connections: 50, rate: 100 };

/** A box as nginx reaches it. */
export interface Upstream {
  /** Unix sockets of the workers, where the box is on nginx's machine; else none. */
  sockets: readonly string[];
  /** `host:port` of a box that is reached by its port. */
  address: string;
  workers: number;
}

/** All that differs from place to place: paths are absolute, addresses as nginx's `listen` takes them. */
export interface NginxPlace {
  user: string;
  /** Folders: of the pid file, of the logs, and of bodies that do not fit the memory. */
  run: string;
  logs: string;
  temp: string;
  boxes: readonly Upstream[];
  /** Where clients are sent that come without TLS. */
  url: string;
  http: string;
  https: string;
  loopback: string;
  certificate: string;
  key: string;
  walls: Walls;
}

/** deploy/nginx.conf for a place. @throws Error when the file has a placeholder that nothing fills */
export async function renderNginx(place: NginxPlace): Promise<string> {
  const servers = place.boxes.flatMap(serversOf);
  const values: Record<string, string> = {
    USER: place.user,
    RUN: place.run,
    LOGS: place.logs,
    TEMP: place.temp,
    SERVERS: [...servers.map(asked), ...servers.map(askedAnyway)].join(' '),
    TRIES: String(servers.length),
    URL: place.url,
    HTTP: place.http,
    HTTPS: place.https,
    LOOPBACK: place.loopback,
    CERTIFICATE: place.certificate,
    KEY: place.key,
    CONNECTIONS: String(place.walls.connections),
    RATE: String(place.walls.rate),
  };
  const template = await readFile(TEMPLATE, 'utf8');
  return template.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`deploy/nginx.conf: nothing fills @${name}@`);
    return value;
  });
}

/** What nginx chooses from: a worker of its own machine, or a box behind its port. */
interface Server {
  name: string;
  /** How long it is left out when it fails; s. */
  outSeconds: number;
}

function serversOf({ sockets, address, workers }: Upstream): Server[] {
  if (sockets.length === 0) return [{ name: `${address} weight=${workers}`, outSeconds: 5 }];
  return sockets.map((path) => ({ name: `unix:${path}`, outSeconds: 1 }));
}

function asked({ name, outSeconds }: Server): string {
  return `server ${name} max_fails=5 fail_timeout=${outSeconds}s;`;
}

/** The same one once more, for the time when everybody is left out. */
function askedAnyway({ name }: Server): string {
  return `server ${name} max_fails=0 backup;`;
}
