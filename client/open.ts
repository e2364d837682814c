import type { World } from './ports.js';

/** What `openDevice` of both entries takes. */
export interface OpenOptions {
  /** Of the server: `https://kotd.example`. A page may leave it out: then it is where the page came from. */
  url?: string;
  /** Where the device keeps things: in Node a folder, in a browser the name of a database. null: nowhere. */
  store: string | null;
  /** Parts of the world that are not as usual: another clock, another kind of socket. */
  world?: Partial<World>;
}
