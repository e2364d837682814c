import { type Static, Type } from '@sinclair/typebox';
import { type ErrorCode, ERRORS, type KotdError } from '../domain/errors.js';

/** What every refusal looks like, on HTTP and on the socket (RFC 9457). */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'A URI naming the code' }),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.Union((Object.keys(ERRORS) as ErrorCode[]).map((code) => Type.Literal(code))),
    detail: Type.String(),
    retryable: Type.Boolean({ description: 'The very same command may succeed later' }),
    traceId: Type.String({
      description: 'The X-Request-Id; of a 5xx it names the lines in the server log',
    }),
    errors: Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() })),
  },
  { $id: 'Problem', additionalProperties: true },
);
export type Problem = Static<typeof Problem> & Record<string, unknown>;

export function problemOf(error: KotdError, traceId: string): Problem {
  return {
    type: `urn:kotd:problem:${error.code}`,
    title: ERRORS[error.code][1],
    status: error.status,
    code: error.code,
    detail: error.message,
    retryable: error.retryable,
    traceId,
    errors: [...error.errors],
    ...error.extra,
  };
}
