import { request } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { findProgram } from '../fleet/find.js';
import { NO_NGINX } from '../fleet/front.js';
import { until as untilWithin } from './until.js';

/** Milliseconds that boxes and an nginx before them may take for what is asked of them. */
const PATIENCE_MS = 30_000;

/** For the `skip` of a test: false when there is an nginx. CI skips nothing: there the start fails. */
export const noNginx: string | false =
  findProgram('nginx') !== null || process.env.CI === 'true' ? false : NO_NGINX;

export interface Asked {
  status: number;
  /** As they came: name, value, name, value … */
  rawHeaders: readonly string[];
  body: Buffer;
}

export interface AskOptions {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Loopback address that the call comes from. */
  from?: string;
}

/** Asks as it is told, on a connection of its own: nothing is decoded, followed or kept. */
export async function ask(url: string, options: AskOptions = {}): Promise<Asked> {
  const { method = 'GET', headers = {}, body = '', from = '127.0.0.1' } = options;
  const call = request(url, { method, headers, agent: false, localAddress: from });
  call.end(body);
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const { statusCode: status = 0, rawHeaders } = answer;
  return { status, rawHeaders, body: Buffer.concat(chunks) };
}

/** Every value of a header, in the order they came. */
export function values({ rawHeaders }: Asked, wanted: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === wanted);
}

/** As test/until.ts, with the patience that a fleet needs. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  await untilWithin(condition, what, patienceMs);
}
