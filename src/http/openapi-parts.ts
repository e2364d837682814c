import { ERRORS } from '../domain/errors.js';
import { Problem } from '../handlers/problem.js';
import type { Components, Json } from './components.js';

const DESCRIPTIONS = new Map([
  [304, 'What If-None-Match names still holds'],
  [404, 'Not for this caller'],
  [503, 'Not now'],
]);

/** Header parameters that many operations take. */
export const PARAMETERS: Json = {
  IdempotencyKey: header(
    'Idempotency-Key',
    { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
    'Id of the command: a repeat has no second effect and gets the same answer',
  ),
  IfMatch: header(
    'If-Match',
    { type: 'string', examples: ['"7"'] },
    'The revision (ETag) that must still be the newest, else 412',
  ),
  IfNoneMatch: header(
    'If-None-Match',
    { type: 'string', examples: ['"7"'] },
    'ETags of what the caller has: 304 when one of them still holds',
  ),
  RequestId: header(
    'X-Request-Id',
    { type: 'string', pattern: '^[A-Za-z0-9._-]{1,128}$' },
    'Names the request in logs and problems; made up when missing',
  ),
};

/** Headers of answers, by name. */
export const HEADERS: Json = {
  ETag: said('Revision of the document, or hash of the bytes'),
  'Idempotency-Replayed': said('`true` when the command had been carried out before'),
  RateLimit: said('What is left of the tightest budget: `"orders";r=187;t=42`'),
  'RateLimit-Policy': said('That budget, per 60 seconds: `"orders";q=200;w=60`'),
  'Retry-After': said('Seconds after which it is worth trying again'),
  Age: said('Seconds since these bytes were made, where they may be out of date'),
  Warning: said('`110 - "Response is Stale"`: the store is away, these are the last good bytes'),
  'WWW-Authenticate': said('`Bearer`'),
  'X-Request-Id': said('Name of the request in the logs'),
};

/** What stands beside the registry: health, metrics and the documents themselves. */
export const OWN_OPERATIONS: Readonly<Record<string, Json>> = {
  '/health/live': own('health.live', 'The process answers', 'application/json', [200]),
  '/health': own('health', 'As /health/ready', 'application/json', [200, 503]),
  '/health/ready': own(
    'health.ready',
    'Commands can be made durable; the body names the parts and how each does',
    'application/json',
    [200, 503],
  ),
  '/metrics': own('health.metrics', 'Prometheus metrics', 'text/plain', [200, 404]),
  '/api/v1/openapi.json': own('health.openapi', 'This document', 'application/json', [200, 304]),
  '/api/v1/asyncapi.json': own('health.asyncapi', 'The socket', 'application/json', [200, 304]),
};

/** A response for each status that a problem may have, saying which codes it stands for. */
export function problemResponses(components: Components): Json {
  const byStatus = new Map<number, string[]>();
  for (const [code, [status, title]] of Object.entries(ERRORS)) {
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}`]);
  }
  const responses = [...byStatus].map(([status, codes]) => [
    responseName(status),
    {
      description: codes.join('\n\n'),
      headers: Object.fromEntries(headersOf(status).map((name) => [name, reference(name)])),
      content: { 'application/problem+json': { schema: components.write(Problem) } },
    },
  ]);
  return Object.fromEntries(responses);
}

/** References to those responses. */
export function refusals(statuses: readonly number[]): Json {
  const each = statuses.map((status) => [
    status,
    { $ref: `#/components/responses/${responseName(status)}` },
  ]);
  return Object.fromEntries(each);
}

function responseName(status: number): string {
  return `Problem${status}`;
}

function headersOf(status: number): string[] {
  if (status === 401) return ['X-Request-Id', 'WWW-Authenticate'];
  return status === 429 || status === 503 ? ['X-Request-Id', 'Retry-After'] : ['X-Request-Id'];
}

function reference(name: string): Json {
  return { $ref: `#/components/headers/${name}` };
}

function header(name: string, schema: Json, description: string): Json {
  return { name, in: 'header', required: false, schema, description };
}

function said(description: string): Json {
  return { description, schema: { type: 'string' } };
}

function own(id: string, summary: string, type: string, statuses: readonly number[]): Json {
  const answers = statuses.map((status) => [
    status,
    status === 200
      ? { description: summary, content: { [type]: { schema: {} } } }
      : { description: DESCRIPTIONS.get(status) },
  ]);
  return {
    operationId: id,
    summary,
    tags: ['health'],
    security: [],
    responses: Object.fromEntries(answers),
  };
}
