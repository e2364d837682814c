import { type Static, Type } from '@sinclair/typebox';
import { decided } from '../../src/domain/decision.js';
import { KotdError } from '../../src/domain/errors.js';
import { Table } from '../../src/domain/shapes/organization.js';
import { Closed, Id, Name } from '../../src/domain/shapes/primitives.js';
import { Registry } from '../../src/handlers/registry.js';
import { command, query } from '../../src/handlers/spec.js';

/** What the questions below can be made to do. */
export interface Moods {
  /** Answers wait for it; a real tick away. */
  wait(): Promise<void>;
  /** How often the list of tables was made. */
  lists: number;
  /** How often any command was decided. */
  decisions: number;
}

const tableId = { tableId: Id };
const list = Type.Object(
  { data: Type.Array(Table), nextCursor: Type.Union([Type.String(), Type.Null()]) },
  Closed,
);
const paging = {
  cursor: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
};
const outlet = { reach: 'outlet', permission: null, limit: 'orders' } as const;

function tableNamed(id: string, name: string, rev: number): Static<typeof Table> {
  return { id, rev, name, section: null, seats: null, state: 'free', orderId: null };
}

/** A small kotd: tables that can be added, renamed and listed, a login, and questions that misbehave. */
export function smallRegistry(moods: Moods): Registry {
  const login = command({
    type: 'auth.login',
    method: 'POST',
    path: '/auth/login',
    summary: 'Log in',
    reach: 'public',
    permission: null,
    limit: 'auth',
    body: Type.Object({ email: Type.String(), password: Type.String() }, Closed),
    answer: Type.Object({ hello: Type.String() }, Closed),
    status: 200,
    secrets: ['password'],
    account: ({ email }) => email,
    async decide(_work, { email, password }) {
      moods.decisions++;
      if (password !== 'right') throw new KotdError('wrong_login');
      return decided({ documents: [], events: [], result: { hello: email } });
    },
  });

  const create = command({
    ...outlet,
    type: 'table.create',
    method: 'POST',
    path: '/outlets/{outletId}/tables',
    summary: 'Add a table',
    body: Type.Object({ name: Name, seats: Type.Optional(Type.Integer()) }, Closed),
    answer: Table,
    status: 201,
    async decide({ context }, { name }) {
      moods.decisions++;
      const table = tableNamed(context.newId(), name, 1);
      return decided({
        documents: [{ collection: 'table', value: table }],
        events: [
          { type: 'table.created', at: context.now, actor: context.actor.id, data: { table } },
        ],
        result: table,
      });
    },
  });

  const rename = command({
    ...outlet,
    type: 'table.rename',
    method: 'PATCH',
    path: '/outlets/{outletId}/tables/{tableId}',
    alsoPath: '/outlets/{outletId}/tables/{tableId}/names/{name}',
    summary: 'Give a table another name',
    body: Type.Object({ ...tableId, name: Name }, Closed),
    answer: Type.Object({ order: Table }, Closed),
    status: 200,
    async decide(work, { tableId, name }) {
      const table = await work.read.need('table', tableId);
      if (work.ifMatch !== null && work.ifMatch !== table.rev) {
        throw new KotdError('precondition_failed');
      }
      const renamed = { ...table, name, rev: table.rev + 1 };
      return decided({
        documents: [{ collection: 'table', value: renamed }],
        events: [],
        result: { order: renamed },
      });
    },
  });

  const nudge = command({
    ...outlet,
    type: 'table.nudge',
    method: 'POST',
    path: '/outlets/{outletId}/tables/{tableId}/nudge',
    summary: 'Does nothing',
    body: Type.Object(tableId, Closed),
    answer: Type.Null(),
    status: 204,
    async decide() {
      await moods.wait();
      return decided({ documents: [], events: [], result: null });
    },
  });

  const tables = query({
    ...outlet,
    name: 'table.list',
    path: '/outlets/{outletId}/tables',
    summary: 'The tables',
    query: Type.Object(paging, Closed),
    answer: list,
    cached: 'tables',
    async respond({ read }, { cursor = null, limit = 100 }) {
      moods.lists++;
      const page = await read.page('table', { index: 'all', limit, cursor });
      await moods.wait();
      return { body: page };
    },
  });

  const table = query({
    ...outlet,
    name: 'table.read',
    path: '/outlets/{outletId}/tables/{tableId}',
    summary: 'One table',
    query: Type.Object(tableId, Closed),
    answer: Table,
    async respond({ read }, asked) {
      return { body: await read.need('table', asked.tableId) };
    },
  });

  const tagged = query({
    ...outlet,
    name: 'echo.read',
    path: '/outlets/{outletId}/echo',
    summary: 'What was asked',
    query: Type.Object(
      {
        count: Type.Optional(Type.Integer()),
        open: Type.Optional(Type.Boolean()),
        word: Type.Optional(Type.String()),
      },
      Closed,
    ),
    answer: Type.Object({ asked: Type.Unknown() }, Closed),
    async respond(_work, asked) {
      return { body: { asked }, etag: 'abc' };
    },
  });

  const wait = query({
    ...outlet,
    name: 'mood.wait',
    path: '/outlets/{outletId}/wait',
    summary: 'Answers a while later',
    query: Type.Object({}, Closed),
    answer: Type.Object({ waited: Type.Boolean() }, Closed),
    async respond() {
      await moods.wait();
      return { body: { waited: true } };
    },
  });

  const fail = query({
    ...outlet,
    permission: 'report.read',
    name: 'mood.fail',
    path: '/outlets/{outletId}/fail',
    summary: 'Throws what nobody foresaw',
    query: Type.Object({}, Closed),
    answer: Type.Object({}, Closed),
    async respond() {
      throw new TypeError('secret-of-the-house is not a function');
    },
  });

  return new Registry([login, create, rename, nudge], [tables, table, tagged, wait, fail]);
}
