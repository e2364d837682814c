import { type Static, Type } from '@sinclair/typebox';
import { HeadChange, InvoiceHead } from './invoice-head.js';
import {
  ClockTime,
  Closed,
  Day,
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

const Minutes = Type.Integer({ minimum: 1, maximum: 600 });

/** Ages at which a screen colours something: amber, then red. */
export const Ages = Type.Object({ warnMinutes: Minutes, lateMinutes: Minutes }, Closed);
export type Ages = Static<typeof Ages>;
/** Of tickets in the kitchen. */
export const KITCHEN_DEFAULTS: Ages = { warnMinutes: 10, lateMinutes: 20 };
/** Of guests at a table, who may want something, then ought to be asked. */
export const FLOOR_DEFAULTS: Ages = { warnMinutes: 45, lateMinutes: 90 };

/** A station whose displays acknowledge what they show, and for how long it is watched for that. */
const Display = Type.Object({ stationId: Id, until: Day }, Closed);
export type Display = Static<typeof Display>;

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
    /** Left out: KITCHEN_DEFAULTS. */
    kitchen: Type.Optional(Ages),
    /** Left out: FLOOR_DEFAULTS. */
    floor: Type.Optional(Ages),
    /**
     * Seconds within which a display has to acknowledge a ticket; 0: none has to. Left out:
     * UNSEEN_AFTER_SECONDS.
     */
    unseenAfterSeconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 3600 })),
    /** Learned from the displays themselves: see acknowledge in domain/shown.ts. */
    displays: Type.Optional(Type.Array(Display)),
    /** Of its invoices. Left out: NO_HEAD. */
    head: Type.Optional(InvoiceHead),
    createdAt: Instant,
  },
  Closed,
);
export type Outlet = Static<typeof Outlet>;

export const Station = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    /** Whose displays show what no display of this station acknowledged in time; left out is null. */
    fallbackStationId: Type.Optional(Nullable(Id)),
    archived: Type.Optional(Type.Boolean()),
  },
  Closed,
);
export type Station = Static<typeof Station>;

const Section = Nullable(Name);
const Seats = Nullable(Type.Integer({ minimum: 1, maximum: 100 }));
const Thousandth = Type.Integer({ minimum: 0, maximum: 1000 });

/** Where a table stands on the plan of its section; left out is the same as null: nobody has said. */
const onPlan = {
  /** Its middle, in thousandths of the plan's width and height. */
  x: Type.Optional(Nullable(Thousandth)),
  y: Type.Optional(Nullable(Thousandth)),
  shape: Type.Optional(
    Nullable(Type.Union([Type.Literal('square'), Type.Literal('round'), Type.Literal('long')])),
  ),
};

export const Table = Type.Object(
  {
    id: Id,
    rev: Rev,
    name: Name,
    section: Section,
    seats: Seats,
    state: Type.Union([Type.Literal('free'), Type.Literal('busy')]),
    orderId: Nullable(Id),
    ...onPlan,
    archived: Type.Optional(Type.Boolean()),
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
  Type.Composite([
    Type.Pick(Outlet, [
      'name',
      'stateCode',
      'timeZone',
      'dayStartsAt',
      'roundTo',
      'defaultStationId',
      'kitchen',
      'floor',
      'unseenAfterSeconds',
    ]),
    Type.Object({ head: HeadChange }),
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
    section: Type.Optional(Section),
    seats: Type.Optional(Seats),
    ...onPlan,
  },
  Closed,
);
export type NewTable = Static<typeof NewTable>;

export const TableChange = Type.Partial(
  Type.Composite([NewTable, Type.Object({ archived: Type.Boolean() })]),
  { ...Closed, minProperties: 1 },
);
export type TableChange = Static<typeof TableChange>;

export const StationChange = Type.Partial(
  Type.Pick(Station, ['name', 'archived', 'fallbackStationId']),
  { ...Closed, minProperties: 1 },
);
export type StationChange = Static<typeof StationChange>;
