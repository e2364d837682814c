import { type TObject, Type } from '@sinclair/typebox';
import t from 'tap';
import { App } from 'uWebSockets.js';
import { ReadyBytes } from '../../src/cache/ready-bytes.js';
import { KotdError } from '../../src/domain/errors.js';
import { Closed, Id } from '../../src/domain/shapes/primitives.js';
import { Registry } from '../../src/handlers/registry.js';
import { query, type Reach } from '../../src/handlers/spec.js';
import { Gate } from '../../src/http/gate.js';
import { addRegistry } from '../../src/http/routes.js';
import { RouteTable } from '../../src/http/table.js';

const refused = async () => {
  throw new KotdError('internal');
};

/** Puts one query with this path and schema on an app. */
function mount(
  reach: Reach,
  path: string,
  schema: TObject,
  more: { twice?: true; cached?: 'menu' } = {},
): void {
  const spec = (name: string) =>
    query({
      name,
      path,
      summary: '',
      reach,
      permission: null,
      limit: 'other',
      query: schema,
      answer: Type.Null(),
      respond: refused,
      ...(more.cached ? { cached: more.cached } : {}),
    });
  const table = new RouteTable();
  addRegistry(table, {
    registry: new Registry([], more.twice ? [spec('a'), spec('b')] : [spec('a')]),
    road: { run: refused, ask: refused, mayAsk: refused },
    gate: new Gate({ authenticate: refused }, { take: () => null }),
    cache: new ReadyBytes({ bounds: { entries: 1, bytes: 1 }, clock: () => 0 }),
  });
  table.mount(App(), Object.create(null));
}

t.test('routes: a description that HTTP would carry out wrongly stops the start', async (t) => {
  const empty = Type.Object({}, Closed);
  const withId = Type.Object({ id: Id }, Closed);
  t.throws(() => mount('organization', '/a', Type.Object({})), /would take unknown fields/);
  t.throws(() => mount('outlet', '/a', empty), /exactly when its reach is an outlet/);
  t.throws(
    () => mount('organization', '/{outletId}', empty),
    /exactly when its reach is an outlet/,
  );
  t.throws(() => mount('organization', '/{id}', empty), /is no field of its schema/);
  t.throws(() => mount('organization', '/x{id}', withId), /must be a whole segment/);
  t.throws(
    () => mount('outlet', '/{outletId}/{id}', withId, { cached: 'menu' }),
    /can have no other parameter/,
  );
  t.throws(() => mount('organization', '/a', empty, { twice: true }), /two routes for GET/);
});
