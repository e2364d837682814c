import { type Static, Type } from '@sinclair/typebox';
import {
  ClockTime,
  Closed,
  Email,
  Id,
  Instant,
  Name,
  Nullable,
  Password,
  Rev,
  StateCode,
} from './primitives.js';

export const CountryCode = Type.Union([Type.Literal('IN'), Type.Literal('AE'), Type.Literal('GB')]);
export type CountryCode = Static<typeof CountryCode>;

export const Organization = Type.Object(
  { id: Id, rev: Rev, name: Name, country: CountryCode, createdAt: Instant },
  Closed,
);
export type Organization = Static<typeof Organization>;

/** Sends what would go to `from` to `to` instead, in a section or between two clock times. */
export const RoutingRule = Type.Object(
  {
    from: Id,
    to: Id,
    section: Type.Optional(Name),
    after: Type.Optional(ClockTime),
    before: Type.Optional(ClockTime),
  },
  Closed,
);
export type RoutingRule = Static<typeof RoutingRule>;

/** Payable is rounded half up to a multiple of this many minor units: 1 = not at all, 100 = the rupee. */
export const RoundTo = Type.Union([
  Type.Literal(1),
  Type.Literal(5),
  Type.Literal(50),
  Type.Literal(100),
]);

export const Outlet = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    /** Leads every invoice number of this outlet; unique in the organization. */
    invoicePrefix: Type.String({ pattern: '^[A-Z0-9]{1,3}$' }),
    country: CountryCode,
    /** GST state code, where the country has one: decides CGST + SGST or IGST. */
    stateCode: Nullable(StateCode),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    dayStartsAt: ClockTime,
    roundTo: RoundTo,
    defaultStationId: Id,
    routing: Type.Array(RoutingRule, { maxItems: 100 }),
    createdAt: Instant,
  },
  Closed,
);
export type Outlet = Static<typeof Outlet>;

export const Station = Type.Object({ id: Id, rev: Rev, name: Name }, Closed);
export type Station = Static<typeof Station>;

export const Table = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    section: Nullable(Name),
    seats: Nullable(Type.Integer({ minimum: 1, maximum: 100 })),
    state: Type.Union([Type.Literal('free'), Type.Literal('busy')]),
    orderId: Nullable(Id),
  },
  Closed,
);
export type Table = Static<typeof Table>;

export const NewOrganization = Type.Object(
  {
    name: Name,
    ownerName: Name,
    email: Email,
    password: Password,
    outletName: Name,
    country: Type.Optional(CountryCode),
  },
  Closed,
);
export type NewOrganization = Static<typeof NewOrganization>;

export const NewOutlet = Type.Object({ name: Name }, Closed);
export type NewOutlet = Static<typeof NewOutlet>;

export const OutletChange = Type.Partial(
  Type.Pick(Outlet, [
    'name',
    'stateCode',
    'timeZone',
    'dayStartsAt',
    'roundTo',
    'defaultStationId',
  ]),
  { ...Closed, minProperties: 1 },
);
export type OutletChange = Static<typeof OutletChange>;

export const RoutingChange = Type.Pick(Outlet, ['routing'], Closed);
export type RoutingChange = Static<typeof RoutingChange>;

export const NewStation = Type.Object({ name: Name }, Closed);
export type NewStation = Static<typeof NewStation>;

export const NewTable = Type.Object(
  {
    name: Name,
    section: Type.Optional(Nullable(Name)),
    seats: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 100 }))),
  },
  Closed,
);
export type NewTable = Static<typeof NewTable>;
