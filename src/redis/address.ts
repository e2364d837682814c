const DEFAULT_PORT = 6379;
const DEFAULT_SENTINEL_PORT = 26_379;

/** Where Redis is, as `KOTD_REDIS` says it. */
export interface RedisAddress {
  kind: 'single' | 'sentinel' | 'cluster';
  tls: boolean;
  /** The server itself, the sentinels, or some nodes of the cluster. */
  hosts: readonly { host: string; port: number }[];
  username: string | undefined;
  password: string | undefined;
  /** Database of a single server; the others have only 0. */
  db: number;
  /** What the sentinels call the master; empty for the others. */
  name: string;
}

const ADDRESS = /^redis(s?)(\+sentinel|\+cluster)?:\/\/(?:([^@/]*)@)?([^@/]+)(?:\/([^/]*))?\/?$/;

/**
 * Reads `redis://user:password@host:port/db`, `redis+sentinel://host:port,host:port/name` or
 * `redis+cluster://host:port,host:port`; `rediss` for TLS. User and password are Redis's own, also where
 * sentinels are named: those are asked without.
 * @throws Error for what is none of them; the settings have refused it before
 */
export function readAddress(text: string): RedisAddress {
  const [, tls, mode, login = '', hosts = '', path = ''] = ADDRESS.exec(text) ?? [];
  if (!hosts) throw new Error('no address of Redis');
  const kind = mode === '+sentinel' ? 'sentinel' : mode === '+cluster' ? 'cluster' : 'single';
  const [user = '', ...rest] = login.split(':');
  return {
    kind,
    tls: tls === 's',
    hosts: hosts.split(',').map((host) => readHost(host, kind === 'sentinel')),
    username: decodeURIComponent(user) || undefined,
    password: decodeURIComponent(rest.join(':')) || undefined,
    db: kind === 'single' ? Number(path || 0) : 0,
    name: kind === 'sentinel' ? path : '',
  };
}

function readHost(text: string, sentinel: boolean): { host: string; port: number } {
  const { hostname, port } = new URL(`redis://${text.trim()}`);
  return {
    // An IPv6 address comes in brackets.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (sentinel ? DEFAULT_SENTINEL_PORT : DEFAULT_PORT),
  };
}
