import type { Ready } from '../cache/ready.js';
import { type Answer, unchanged } from './answer.js';
import { namesTag } from './conditions.js';
import type { Exchange } from './exchange.js';
import { GZIP_LINES, READY_LINES } from './headers.js';

const GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0{1,3})?\s*(,|$))/;

/** Sends ready bytes: compressed to those who take them so, none to those who have them. */
export function readyAnswer(exchange: Exchange, ready: Ready): Answer | Promise<Answer> {
  const zip = ready.large && GZIP.test(exchange.acceptEncoding);
  const etag = zip ? ready.gzipEtag : ready.etag;
  if (exchange.ifNoneMatch !== '' && namesTag(exchange.ifNoneMatch, ready.etag, ready.gzipEtag)) {
    return unchanged(etag);
  }
  if (!zip) return answer(READY_LINES, etag, ready.plain);
  if (ready.gzip !== null) return answer(GZIP_LINES, etag, ready.gzip);
  return ready.compress().then((bytes) => answer(GZIP_LINES, etag, bytes));
}

function answer(prepared: string, etag: string, body: Buffer): Answer {
  return { status: 200, lines: `${prepared}\r\nETag: ${etag}`, body };
}
