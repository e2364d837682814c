import type { Found } from '../../client/calls.js';
import type { Kinds } from '../../client/state.js';

/** What the till works with, by the names that the server gives them. */
export type Order = Kinds['orders'];
export type Line = Order['lines'][number];
export type OrderType = Order['type'];
export type Course = NonNullable<Line['course']>;
export type Ticket = Kinds['tickets'];
export type Table = Kinds['tables'];
export type Bill = Kinds['bills'];
export type BillLine = Bill['lines'][number];
export type TaxRow = Bill['taxes'][number];
export type Payment = Bill['payments'][number];
export type BillHead = NonNullable<Bill['head']>;
export type BillPrint = Found<'bill.listPrints'>['data'][number];
export type Tender = Payment['tender'];

export type Outlet = Found<'outlet.read'>;
export type Menu = Found<'menu.read'>;
export type MenuItem = Menu['items'][number];
export type Category = Menu['categories'][number];
export type Variant = MenuItem['variants'][number];
export type ModifierGroup = MenuItem['modifierGroups'][number];
export type Modifier = ModifierGroup['modifiers'][number];

export type Person = Found<'people.list'>['data'][number];
export type Role = Person['role'];
