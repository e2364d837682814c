import type { TSchema } from '@sinclair/typebox';
import { Bill, BillLine, NewPayment, Payment, TaxRow } from '../domain/shapes/bill.js';
import { Approval } from '../domain/shapes/approval.js';
import { AuditEntry } from '../domain/shapes/audit.js';
import { Device, Person } from '../domain/shapes/device.js';
import {
  Category,
  Menu,
  MenuItem,
  ModifierGroup,
  NewMenuItem,
  TaxClass,
  Variant,
} from '../domain/shapes/menu.js';
import { Ops, SystemOps, WorkerOps } from '../domain/shapes/ops.js';
import { Calculation, Line, NewLine, NewOrder, Order, Totals } from '../domain/shapes/order.js';
import {
  NewOrganization,
  Outlet,
  RoutingRule,
  Station,
  Table,
} from '../domain/shapes/organization.js';
import { SalesReport } from '../domain/shapes/report.js';
import { NewStaff, StaffMember } from '../domain/shapes/staff.js';
import { OrderAndTickets, Ticket, TicketItem } from '../domain/shapes/ticket.js';
import { Problem } from '../handlers/problem.js';

export type Json = Record<string, unknown>;

/** Schemas that documents refer to by name instead of repeating them. */
const NAMED: Readonly<Record<string, TSchema>> = {
  Approval,
  AuditEntry,
  Bill,
  BillLine,
  Calculation,
  Category,
  Device,
  Line,
  Menu,
  MenuItem,
  ModifierGroup,
  NewLine,
  NewMenuItem,
  NewOrder,
  NewOrganization,
  NewPayment,
  NewStaff,
  Ops,
  Order,
  OrderAndTickets,
  Outlet,
  Payment,
  Person,
  Problem,
  RoutingRule,
  SalesReport,
  StaffMember,
  Station,
  SystemOps,
  Table,
  TaxClass,
  TaxRow,
  Ticket,
  TicketItem,
  Totals,
  Variant,
  WorkerOps,
};

/** Writes schemas for a document, and keeps those that it refers to by name. */
export class Components {
  readonly #names = new Map<unknown, string>(Object.entries(NAMED).map(([name, of]) => [of, name]));
  readonly #used = new Map<string, unknown>();

  /** The schemas referred to so far, by name. */
  get schemas(): Json {
    return Object.fromEntries([...this.#used].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The schema as JSON. One of the named ones, the very same object, becomes a reference. */
  write(schema: unknown): unknown {
    const name = this.#names.get(schema);
    if (name === undefined) return this.#spell(schema);
    if (!this.#used.has(name)) {
      this.#used.set(name, {});
      this.#used.set(name, this.#spell(schema));
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  #spell(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.write(each));
    if (typeof value !== 'object' || value === null) return value;
    const choices = choicesOf(value as Json);
    if (choices) return choices;
    const fields = Object.entries(value).filter(([field]) => field !== '$id');
    return Object.fromEntries(fields.map(([field, of]) => [field, this.write(of)]));
  }
}

/** A choice between fixed values, which TypeBox writes as one schema for each. */
function choicesOf({ anyOf }: Json): Json | null {
  if (!Array.isArray(anyOf)) return null;
  const values: unknown[] = anyOf.map((each: Json) => each.const);
  return values.includes(undefined) ? null : { type: typeof values[0], enum: values };
}
