import type { Static, TSchema } from '@sinclair/typebox';
import type * as auth from '../src/handlers/auth.js';
import type * as pins from '../src/handlers/pins.js';
import type * as people from '../src/handlers/people.js';
import type * as pairing from '../src/handlers/pairing.js';
import type * as devices from '../src/handlers/devices.js';
import type * as audit from '../src/handlers/audit.js';
import type * as approvals from '../src/handlers/approvals.js';
import type * as bills from '../src/handlers/bills.js';
import type * as events from '../src/handlers/events.js';
import type * as floor from '../src/handlers/floor.js';
import type * as kitchen from '../src/handlers/kitchen.js';
import type * as menu from '../src/handlers/menu.js';
import type * as menuFile from '../src/handlers/menu-file.js';
import type * as menuParts from '../src/handlers/menu-parts.js';
import type * as orders from '../src/handlers/orders.js';
import type * as outlets from '../src/handlers/outlets.js';
import type * as reports from '../src/handlers/reports.js';
import type * as signUp from '../src/handlers/sign-up.js';
import type * as staff from '../src/handlers/staff.js';

type Members<M> = M[keyof M];
/** Every description of a command or a query; what else these files export has no path. */
type Spec =
  | Members<typeof approvals>
  | Members<typeof audit>
  | Members<typeof auth>
  | Members<typeof bills>
  | Members<typeof devices>
  | Members<typeof events>
  | Members<typeof floor>
  | Members<typeof kitchen>
  | Members<typeof menu>
  | Members<typeof menuFile>
  | Members<typeof menuParts>
  | Members<typeof orders>
  | Members<typeof outlets>
  | Members<typeof pairing>
  | Members<typeof people>
  | Members<typeof pins>
  | Members<typeof reports>
  | Members<typeof signUp>
  | Members<typeof staff>;

type CommandSpec = Extract<Spec, { type: string; path: string; body: TSchema; answer: TSchema }>;
type QuerySpec = Extract<Spec, { name: string; path: string; query: TSchema; answer: TSchema }>;
type OnSocket = Extract<CommandSpec, { socket?: true }>;

/** What each command takes and answers, by its name; path parameters are fields of the body. */
export type Commands = {
  [S in CommandSpec as S['type']]: { body: Static<S['body']>; answer: Static<S['answer']> };
};
/** `order.create`, `menu.createItem` … */
export type CommandType = keyof Commands;
export type Body<T extends CommandType> = Commands[T]['body'];
export type Answer<T extends CommandType> = Commands[T]['answer'];

/** Those that may travel on the socket, and so may wait in an outbox. */
export type SocketCommand = OnSocket['type'];

/** What each question takes and answers, by its name. */
export type Queries = {
  [S in QuerySpec as S['name']]: { query: Static<S['query']>; answer: Static<S['answer']> };
};
/** `menu.read`, `report.day` … */
export type QueryName = keyof Queries;
export type Query<N extends QueryName> = Queries[N]['query'];
export type Found<N extends QueryName> = Queries[N]['answer'];

/** Method and path of every command, as the server describes it. */
export type CommandRoutes = { [S in CommandSpec as S['type']]: readonly [S['method'], S['path']] };
/** The path of every question. */
export type QueryRoutes = { [S in QuerySpec as S['name']]: S['path'] };
