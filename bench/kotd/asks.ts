import type { Posting } from '../load/autocannon.js';
import type { Target } from '../load/wrk.js';
import type { Kotd } from './server.js';
import { takeaway } from './takeaway.js';

/**
 * The demo's menu, as the owner's terminal asks for it.
 * @param known the terminal has it already, says so with its ETag, and is answered 304
 * @throws Error when kotd answers otherwise
 */
export async function menuOf(kotd: Kotd, known: boolean): Promise<Target> {
  const url = kotd.at('/menu');
  const headers = await kotd.headers();
  if (known) {
    const { headers: told } = await fetch(url, { headers: { ...headers, ...PLAIN } });
    headers['if-none-match'] = told.get('etag') ?? '';
  }
  const { status } = await fetch(url, { headers: { ...headers, ...PLAIN } });
  if (status !== (known ? 304 : 200)) throw new Error(`${url}: ${status}`);
  return { url, headers, pids: kotd.pids };
}

/** As wrk asks: it cannot unzip. */
export const PLAIN = { 'accept-encoding': 'identity' };

/** Orders of five lines, each one another command. */
export async function ordersOf(kotd: Kotd): Promise<Posting> {
  const body = JSON.stringify(await takeaway(kotd.house));
  return { url: kotd.at('/orders'), headers: await kotd.headers(), pids: kotd.pids, body };
}
