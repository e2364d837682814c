import { type TSchema, Type } from '@sinclair/typebox';
import { Closed } from '../domain/shapes/primitives.js';

/** Documents of a page when the caller does not say. */
export const PAGE = 100;

/** What every list takes. */
export const paging = {
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 1000, description: '`nextCursor` of the page before' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: PAGE })),
};

/** What every list answers. */
export function listOf<T extends TSchema>(schema: T) {
  return Type.Object(
    { data: Type.Array(schema), nextCursor: Type.Union([Type.String(), Type.Null()]) },
    Closed,
  );
}

/** The part of a page query that the caller decides. */
export function pageOf({ cursor, limit }: { cursor?: string; limit?: number }) {
  return { cursor: cursor ?? null, limit: limit ?? PAGE };
}
