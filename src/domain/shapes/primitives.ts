import { type TSchema, Type } from '@sinclair/typebox';
import { MAX_PRICE, MAX_QUANTITY } from '../limits.js';

export { MAX_LINES, MAX_PRICE, MAX_QUANTITY } from '../limits.js';

export const Id = Type.String({ minLength: 1, maxLength: 64 });
/** An id that a terminal chose while it was cut off, made as the server makes its own (a ULID). */
export const ChosenId = Type.String({
  pattern: '^[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  description: 'A ULID that the client chose; without it the server chooses',
});
export const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
export const Note = Type.String({ minLength: 1, maxLength: 500 });
export const Reason = Type.String({ minLength: 1, maxLength: 500, pattern: '\\S' });
/** A price in minor units (paise). */
export const Price = Type.Integer({ minimum: 0, maximum: MAX_PRICE });
/** A computed amount in minor units; may be negative only where rounding is. */
export const Amount = Type.Integer({
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
});
/** An amount somebody hands over, in minor units. */
export const PaidAmount = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** A rate in basis points: 500 is 5 %. Even, so that CGST and SGST are each a whole number of points. */
export const Rate = Type.Integer({ minimum: 0, maximum: 10_000, multipleOf: 2 });
export const Quantity = Type.Integer({ minimum: 1, maximum: MAX_QUANTITY });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
/** How often a document was written: 1 on creation, one more with every change. */
export const Rev = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** RFC 3339, UTC, milliseconds. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'RFC 3339 instant in UTC',
});
/** A GST state code (01 to 38, 97 for other territory), as the first two digits of a GSTIN. */
export const StateCode = Type.String({ pattern: '^(0[1-9]|[12]\\d|3[0-8]|97)$' });
/** A calendar day of the outlet, YYYY-MM-DD. */
export const Day = Type.String({
  pattern:
    '^\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|[12]\\d))$',
});
/** A wall-clock time of the outlet, HH:MM. */
export const ClockTime = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });

export const Email = Type.String({
  minLength: 3,
  maxLength: 254,
  pattern: '^[^\\s@]+@[^\\s@]+$',
});
export const Password = Type.String({ minLength: 8, maxLength: 200 });

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

/** An object that refuses fields it does not name. */
export const Closed = { additionalProperties: false } as const;
