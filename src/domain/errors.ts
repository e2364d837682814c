/**
 * Every refusal kotd knows: its stable code, HTTP status, title, and whether sending the very same
 * command again may succeed. Terminals act on the code; the words may change.
 */
export const ERRORS = {
  malformed_body: [400, 'The body is not readable', false],
  malformed_frame: [400, 'The frame is not readable', false],
  hello_expected: [400, 'The first frame must be hello', false],
  unknown_subprotocol: [400, 'None of the subprotocols is spoken here', false],
  unauthenticated: [401, 'No valid access token', false],
  token_expired: [401, 'The access token has expired', false],
  wrong_login: [401, 'E-mail address or password is wrong', false],
  refresh_invalid: [401, 'The refresh token is not valid', false],
  refresh_reused: [401, 'The refresh token was used before; the session is ended', false],
  pairing_code_invalid: [401, 'The pairing code is wrong, used or has run out', false],
  forbidden: [403, 'The role may not do this', false],
  approval_required: [403, 'Somebody with more rights must do or approve this', false],
  approval_invalid: [403, 'The approval is used, has run out or is for something else', false],
  wrong_pin: [403, 'The PIN is wrong', false],
  not_found: [404, 'There is nothing here under that id', false],
  method_not_allowed: [405, 'The resource does not take this method', false],
  table_busy: [409, 'The table has an open order', false],
  email_taken: [409, 'Another login has this e-mail address', false],
  name_taken: [409, 'The name is in use', false],
  already_exists: [409, 'It is here already', false],
  in_use: [409, 'Something still uses it', false],
  archived: [409, 'It is archived: nothing new may use it', false],
  last_owner: [409, 'The organization would be left without an owner', false],
  id_taken: [409, 'Something else has this id', false],
  order_not_open: [409, 'The order takes no more changes', false],
  order_has_unsent_lines: [409, 'Lines of the order were not sent to the kitchen', false],
  nothing_to_bill: [409, 'The order has nothing to bill', false],
  order_full: [409, 'The order has as many lines as one order can hold', false],
  line_sent: [409, 'The kitchen has heard of the line as it is', false],
  item_unavailable: [409, 'The item is not available', false],
  no_route: [409, 'No station cooks this item', false],
  wrong_step: [409, 'The kitchen item is not at the step before this one', false],
  stale_rev: [409, 'Somebody changed it since you read it', false],
  bill_paid: [409, 'The bill is paid', false],
  bill_cancelled: [409, 'The bill is cancelled', false],
  bill_has_payments: [409, 'The bill has payments', false],
  series_full: [409, 'The invoice series has no number left in this financial year', false],
  device_revoked: [409, 'The device was revoked', false],
  busy: [409, 'Too many changes at once; send the same command again', true],
  precondition_failed: [412, 'Somebody changed it since you read it', false],
  body_too_large: [413, 'The body is too large', false],
  unsupported_media_type: [415, 'The body must be application/json', false],
  invalid: [422, 'The input does not fit', false],
  selection_invalid: [422, 'The choice of variant or modifiers does not fit the item', false],
  quantity_above_line: [422, 'The line does not have that many portions', false],
  quantity_below_sent: [422, 'The kitchen has heard of more portions; void them instead', false],
  amount_above_due: [422, 'More than what is due; only cash may be, and gives change', false],
  amount_out_of_range: [422, 'The amounts are larger than can be computed exactly', false],
  pin_weak: [422, 'The PIN is one of the first that anybody would try', false],
  idempotency_key_reused: [422, 'The same id came with another command', false],
  rate_limited: [429, 'Too many requests', true],
  pin_locked: [429, 'Too many wrong PINs in a row', true],
  internal: [500, 'Something went wrong here', true],
  out_of_descriptors: [503, 'The server has no descriptors left', true],
  logins_busy: [503, 'Too many people log in at once', true],
  draining: [503, 'The server is about to stop', true],
  deadline_passed: [503, 'It took too long; send the same command again', true],
  store_unavailable: [503, 'The store cannot take it now', true],
} as const satisfies Record<string, readonly [status: number, title: string, retryable: boolean]>;

export type ErrorCode = keyof typeof ERRORS;

/** Where in the input the trouble is (JSON pointer, RFC 6901) and what it is. */
export interface Fault {
  pointer: string;
  message: string;
}

/** What a refusal carries besides its code: members of the problem object (RFC 9457). */
export interface ErrorDetail {
  detail?: string;
  errors?: readonly Fault[];
  /** Extension members, such as the `orderId` of a busy table. */
  extra?: Readonly<Record<string, string | number>>;
}

/** A refusal with a stable code. Thrown by the domain and by every edge; never a defect. */
export class KotdError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly errors: readonly Fault[];
  readonly extra: Readonly<Record<string, string | number>>;

  constructor(code: ErrorCode, more: ErrorDetail = {}) {
    const [status, title, retryable] = ERRORS[code];
    super(more.detail ?? title);
    this.name = 'KotdError';
    this.code = code;
    this.status = status;
    this.retryable = retryable;
    this.errors = more.errors ?? [];
    this.extra = more.extra ?? {};
  }
}

/** The one answer to an unknown and to a foreign id: nobody learns which of the two it was. */
export function notFound(pointer?: string): KotdError {
  return new KotdError(
    'not_found',
    pointer ? { errors: [{ pointer, message: 'unknown id' }] } : {},
  );
}
