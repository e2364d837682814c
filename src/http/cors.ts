import { lines } from './headers.js';

const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'X-Request-Id',
].join(', ');

const EXPOSED_HEADERS = [
  'ETag',
  'Idempotency-Replayed',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'X-Request-Id',
].join(', ');

/** Seconds that a browser may remember a preflight's answer. */
const MAX_AGE = 600;

/** Which pages of other origins may call from a browser: none but those named. */
export class Cors {
  readonly #linesOf = new Map<string, string>();
  /** Whether answers depend on the origin at all. */
  readonly active: boolean;

  constructor(origins: readonly string[]) {
    this.active = origins.length > 0;
    for (const origin of origins) {
      this.#linesOf.set(
        origin,
        lines(
          'Vary: Origin',
          `Access-Control-Allow-Origin: ${origin}`,
          `Access-Control-Expose-Headers: ${EXPOSED_HEADERS}`,
        ),
      );
    }
  }

  /** Lines of an answer to this origin. */
  linesFor(origin: string): string {
    return this.#linesOf.get(origin) ?? 'Vary: Origin';
  }

  /** Lines of a preflight's answer, besides; none for a stranger. */
  preflight(origin: string, methods: string): string[] {
    if (!this.#linesOf.has(origin)) return [];
    return [
      `Access-Control-Allow-Methods: ${methods}`,
      `Access-Control-Allow-Headers: ${ALLOWED_HEADERS}`,
      `Access-Control-Max-Age: ${MAX_AGE}`,
    ];
  }
}
