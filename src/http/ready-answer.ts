import type { Ready } from '../cache/ready.js';
import { type Answer, unchanged } from './answer.js';
import { namesTag } from './conditions.js';
import type { Exchange } from './exchange.js';
import { GZIP_LINES, READY_LINES } from './headers.js';

const GZIP = /\bgzip\b(?!\s*;\s*q=0(\.0{1,3})?\s*(,|$))/;

/** The answers that bytes are sent as, put together once. */
interface Prepared {
  plain: Answer;
  gzip: Answer | null;
  unchanged: Answer;
  gzipUnchanged: Answer;
}

const prepared = new WeakMap<Ready, Prepared>();

/** Sends ready bytes: compressed to those who take them so, none to those who have them. */
export function readyAnswer(exchange: Exchange, ready: Ready): Answer | Promise<Answer> {
  const answers = prepared.get(ready) ?? prepare(ready);
  const zip = ready.large && exchange.acceptEncoding !== '' && GZIP.test(exchange.acceptEncoding);
  if (exchange.ifNoneMatch !== '' && namesTag(exchange.ifNoneMatch, ready.etag, ready.gzipEtag)) {
    return zip ? answers.gzipUnchanged : answers.unchanged;
  }
  if (!zip) return answers.plain;
  if (answers.gzip !== null) return answers.gzip;
  return ready.compress().then((bytes) => {
    answers.gzip = answer(GZIP_LINES, ready.gzipEtag, bytes);
    return answers.gzip;
  });
}

function prepare(ready: Ready): Prepared {
  const answers: Prepared = {
    plain: answer(READY_LINES, ready.etag, ready.plain),
    gzip: ready.gzip && answer(GZIP_LINES, ready.gzipEtag, ready.gzip),
    unchanged: unchanged(ready.etag),
    gzipUnchanged: unchanged(ready.gzipEtag),
  };
  prepared.set(ready, answers);
  return answers;
}

function answer(lines: string, etag: string, body: Buffer): Answer {
  return { status: 200, lines: `${lines}\r\nETag: ${etag}`, body };
}
